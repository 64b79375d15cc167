package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import mpi.Comm;
import mpi.MPI;
import mpi.MPIException;
import mpi.Message;
import org.jspecify.annotations.Nullable;

/** Point-to-point messages over a communicator of the bindings, of one group or of two. */
abstract class BindingsCommunicator implements Communicator {
  /** Open MPI waits for all ranks, and for ever for one that is lost. */
  private static final Duration DISCONNECT_LIMIT = Duration.ofSeconds(10);

  private final Comm comm;
  private final boolean permanent;
  private final int rank;
  private final int size;
  private final int peers;

  /** An empty message object to probe with, so that a probe that finds nothing allocates none. */
  private final AtomicReference<@Nullable Message> spareMessage = new AtomicReference<>();

  private volatile boolean disconnected;

  /**
   * Takes over a communicator and makes its errors return (MPI-4.0 §9.3.1); MPI would end the
   * process otherwise.
   *
   * @param peers how many ranks there are to send to
   * @param permanent whether it belongs to the runtime and must not be disconnected
   */
  BindingsCommunicator(Comm comm, int peers, boolean permanent) throws MPIException {
    comm.setErrhandler(MPI.ERRORS_RETURN);
    this.comm = comm;
    this.permanent = permanent;
    this.rank = comm.getRank();
    this.size = comm.getSize();
    this.peers = peers;
  }

  @Override
  public final int rank() {
    return rank;
  }

  @Override
  public final int size() {
    return size;
  }

  @Override
  public final void send(ByteBuffer buffer, int destination, int tag) {
    checkSend(destination, tag);
    int bytes = buffer.remaining();
    try {
      comm.send(Buffers.readable(buffer), bytes, MPI.BYTE, destination, tag);
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Send of " + bytes + " bytes to " + destination + ", tag " + tag);
    }
  }

  @Override
  public final Request isend(ByteBuffer buffer, int destination, int tag) {
    checkSend(destination, tag);
    Arguments.direct(buffer);
    int bytes = buffer.remaining();
    try {
      return new SendRequest(
          comm.iSend(Buffers.memory(buffer), bytes, MPI.BYTE, destination, tag),
          new Status(destination, tag, bytes));
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Isend of " + bytes + " bytes to " + destination + ", tag " + tag);
    }
  }

  @Override
  public final Status recv(ByteBuffer buffer, int source, int tag) {
    checkReceive(source, tag);
    Arguments.writable(buffer);
    if (!buffer.isDirect()) {
      // The length has to be known to borrow that much direct memory, and no more.
      return mprobe(source, tag).recv(buffer);
    }
    try {
      ByteBuffer memory = Buffers.memory(buffer);
      Status status =
          Statuses.of(
              comm.recv(memory, buffer.remaining(), MPI.BYTE, source(source), tagToMatch(tag)));
      Buffers.received(buffer, memory, status.bytes());
      return status;
    } catch (MPIException e) {
      throw Failures.of(e, describe("MPI_Recv", source, tag));
    }
  }

  @Override
  public final Request irecv(ByteBuffer buffer, int source, int tag) {
    checkReceive(source, tag);
    Arguments.direct(buffer);
    Arguments.writable(buffer);
    try {
      return new ReceiveRequest(
          comm.iRecv(
              Buffers.memory(buffer),
              buffer.remaining(),
              MPI.BYTE,
              source(source),
              tagToMatch(tag)),
          buffer);
    } catch (MPIException e) {
      throw Failures.of(e, describe("MPI_Irecv", source, tag));
    }
  }

  @Override
  public final Status probe(int source, int tag) {
    checkReceive(source, tag);
    try {
      return Statuses.of(comm.probe(source(source), tagToMatch(tag)));
    } catch (MPIException e) {
      throw Failures.of(e, describe("MPI_Probe", source, tag));
    }
  }

  @Override
  public final @Nullable Status iprobe(int source, int tag) {
    checkReceive(source, tag);
    try {
      mpi.Status status = comm.iProbe(source(source), tagToMatch(tag));
      return status == null ? null : Statuses.of(status);
    } catch (MPIException e) {
      throw Failures.of(e, describe("MPI_Iprobe", source, tag));
    }
  }

  @Override
  public final MatchedMessage mprobe(int source, int tag) {
    checkReceive(source, tag);
    try {
      Message message = new Message();
      Status status = Statuses.of(message.mProbe(source(source), tagToMatch(tag), comm));
      return new BindingsMessage(message, status);
    } catch (MPIException e) {
      throw Failures.of(e, describe("MPI_Mprobe", source, tag));
    }
  }

  @Override
  public final @Nullable MatchedMessage improbe(int source, int tag) {
    checkReceive(source, tag);
    Message spare = spareMessage.getAndSet(null);
    Message message = spare != null ? spare : new Message();
    try {
      mpi.Status status = message.imProbe(source(source), tagToMatch(tag), comm);
      if (status == null) {
        spareMessage.set(message);
        return null;
      }
      return new BindingsMessage(message, Statuses.of(status));
    } catch (MPIException e) {
      throw Failures.of(e, describe("MPI_Improbe", source, tag));
    }
  }

  /** Open MPI tells nothing: sends to a rank that has died succeed, and probes find nothing. */
  @Override
  public final boolean isLost(int peer) {
    usable();
    Arguments.rank("rank", peer, peers);
    return false;
  }

  @Override
  public final void disconnect() {
    if (permanent) {
      throw new IllegalStateException(
          "RP-342: the world and self communicators are never disconnected; the runtime's close"
              + " ends them");
    }
    if (disconnected) {
      return;
    }
    disconnected = true;
    try {
      Bounded.call(
          "disconnect",
          DISCONNECT_LIMIT,
          () -> {
            comm.disconnect();
            return true;
          });
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Comm_disconnect");
    } catch (TimeoutException e) {
      Abandoned.note();
      throw new MpiException(
          "RP-348",
          "MPI_Comm_disconnect did not return within "
              + DISCONNECT_LIMIT.toSeconds()
              + " s and was left behind. A rank was lost, or does not disconnect.",
          e);
    }
  }

  @Override
  public final void abandon() {
    if (permanent) {
      disconnect();
    }
    disconnected = true;
    Abandoned.note();
  }

  /** The communicator of the bindings, if it may still be used. */
  final Comm usable() {
    if (disconnected) {
      throw new IllegalStateException("RP-343: this communicator was disconnected");
    }
    return comm;
  }

  /** An operation that makes something, or nothing but its effect. */
  interface Operation<T> {
    T call() throws MPIException;
  }

  static <T> T call(String operation, Operation<T> body) throws MpiException {
    try {
      return body.call();
    } catch (MPIException e) {
      throw Failures.of(e, operation);
    }
  }

  private void checkSend(int destination, int tag) {
    usable();
    Arguments.rank("destination", destination, peers);
    Arguments.tag(tag);
  }

  private void checkReceive(int source, int tag) {
    usable();
    Arguments.rankOrAny(source, peers);
    Arguments.tagOrAny(tag);
  }

  private static int source(int source) {
    return source == ANY_SOURCE ? MPI.ANY_SOURCE : source;
  }

  private static int tagToMatch(int tag) {
    return tag == ANY_TAG ? MPI.ANY_TAG : tag;
  }

  private static String describe(String operation, int source, int tag) {
    return operation
        + " from "
        + (source == ANY_SOURCE ? "any rank" : "rank " + source)
        + ", "
        + (tag == ANY_TAG ? "any tag" : "tag " + tag);
  }
}
