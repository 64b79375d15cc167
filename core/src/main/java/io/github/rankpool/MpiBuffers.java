package io.github.rankpool;

import io.github.rankpool.internal.group.Call;
import io.github.rankpool.internal.group.Calls;
import io.github.rankpool.internal.group.Checks;
import io.github.rankpool.internal.group.Counts;
import io.github.rankpool.internal.group.Operation;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.group.Staging;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MpiCommunicator} does with bytes in buffers, given by {@link
 * MpiCommunicator#buffers()}. Nothing is allocated for the data: it comes into the buffers given,
 * which may be direct, and then are used as they are, or not, and then are copied through direct
 * memory.
 *
 * <p>The bytes between position and limit count. A buffer that is read stays as it is; one that is
 * written has its position behind the last byte written afterwards. Byte order is the user's
 * business, but for reductions, which take elements in the machine's own ({@link
 * java.nio.ByteOrder#nativeOrder()}). Buffers belong to the operation until it is over; if it ends
 * because its thread was interrupted, they must not be used again. All that {@link MpiCommunicator}
 * says of threads, waiting and errors holds here.
 */
public final class MpiBuffers {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocateDirect(0);

  private final RankGroup ranks;

  MpiBuffers(RankGroup ranks) {
    this.ranks = ranks;
  }

  /**
   * Copies the root's bytes to all ranks (MPI-4.0 §6.4).
   *
   * @param buffer read at the root, written elsewhere; as many bytes remaining on every rank
   * @param root rank that has the bytes
   * @throws IllegalArgumentException if there is no such rank or the buffer is to be written and is
   *     read-only (code RP-221), or the lengths differ (RP-222)
   */
  public void broadcast(ByteBuffer buffer, int root) {
    ranks.checkRoot(root);
    int bytes = buffer.remaining();
    boolean giving = ranks.rank() == root;
    ByteBuffer memory = giving ? staging().readable(buffer) : writable(buffer, bytes);
    meet(Operation.BROADCAST, root, bytes, 0).checkEqualLengths();
    ranks.together(communicator -> communicator.broadcast(memory, root));
    if (!giving) {
      Staging.written(buffer, memory);
    }
  }

  /**
   * Brings all ranks' bytes to the root, one behind the other in rank order (MPI-4.0 §6.5).
   *
   * @param part this rank's bytes; the lengths may differ
   * @param whole at the root: room for all of them, or more; elsewhere not looked at
   * @param root rank that gets the bytes
   * @throws IllegalArgumentException if there is no such rank or no buffer to write (code RP-221),
   *     the room is too small (RP-222), or the parts are too long together (RP-223)
   */
  public void gather(ByteBuffer part, @Nullable ByteBuffer whole, int root) {
    ranks.checkRoot(root);
    boolean taking = ranks.rank() == root;
    ByteBuffer target = taking ? checked(whole) : NO_BYTES;
    ByteBuffer send = staging().readable(part);
    Calls calls = meet(Operation.GATHER, root, part.remaining(), target.remaining());
    int[] counts = calls.given();
    calls.checkRoom(Counts.sum(counts), root);
    ByteBuffer receive = taking ? writable(target, Counts.sum(counts)) : NO_BYTES;
    ranks.together(communicator -> communicator.gather(send, receive, counts, root));
    if (taking) {
      Staging.written(target, receive);
    }
  }

  /**
   * Brings all ranks' bytes to all ranks, one behind the other in rank order (MPI-4.0 §6.7).
   *
   * @param part this rank's bytes; the lengths may differ
   * @param whole room for all of them, or more
   * @throws IllegalArgumentException if the buffer to be written is read-only (code RP-221), a
   *     rank's room is too small (RP-222), or the parts are too long together (RP-223)
   */
  public void allGather(ByteBuffer part, ByteBuffer whole) {
    Checks.writable(whole);
    ByteBuffer send = staging().readable(part);
    Calls calls = meet(Operation.ALL_GATHER, Call.NONE, part.remaining(), whole.remaining());
    int[] counts = calls.given();
    calls.checkRoom(Counts.sum(counts), Call.NONE);
    ByteBuffer receive = writable(whole, Counts.sum(counts));
    ranks.together(communicator -> communicator.allGather(send, receive, counts));
    Staging.written(whole, receive);
  }

  /**
   * Gives every rank as many of the root's bytes as it has room for, in rank order (MPI-4.0 §6.6).
   *
   * @param whole at the root: as many bytes as all ranks have room for together; elsewhere not
   *     looked at
   * @param part this rank's room; the lengths may differ
   * @param root rank that has the bytes
   * @throws IllegalArgumentException if there is no such rank, nothing to give, or the buffer to be
   *     written is read-only (code RP-221), the lengths do not add up (RP-222), or they are too
   *     long together (RP-223)
   */
  public void scatter(@Nullable ByteBuffer whole, ByteBuffer part, int root) {
    ranks.checkRoot(root);
    Checks.writable(part);
    boolean giving = ranks.rank() == root;
    if (giving && whole == null) {
      throw Checks.refused("the root must have a buffer to scatter, not null");
    }
    ByteBuffer send = giving && whole != null ? staging().readable(whole) : NO_BYTES;
    ByteBuffer receive = writable(part, part.remaining());
    Calls calls = meet(Operation.SCATTER, root, send.remaining(), part.remaining());
    calls.checkRoomsFor(root);
    int[] counts = calls.rooms();
    ranks.together(communicator -> communicator.scatter(send, counts, receive, root));
    Staging.written(part, receive);
  }

  /**
   * Sends every rank an equal part of this rank's bytes (MPI-4.0 §6.8).
   *
   * @param send a multiple of {@code size()} bytes, in rank order; as many on every rank
   * @param receive room for as many bytes, which come in rank order
   * @throws IllegalArgumentException if the bytes cannot be divided, the room is not the same, or
   *     the buffer to be written is read-only (code RP-221), or the lengths differ (RP-222)
   */
  public void allToAll(ByteBuffer send, ByteBuffer receive) {
    int bytes = send.remaining();
    if (bytes % ranks.size() != 0) {
      throw Checks.refused(
          bytes + " bytes cannot be divided equally among " + ranks.size() + " ranks");
    }
    checkSameRoom(send, receive);
    int[] counts = new int[ranks.size()];
    Arrays.fill(counts, bytes / counts.length);
    ByteBuffer from = staging().readable(send);
    ByteBuffer to = writable(receive, bytes);
    meet(Operation.ALL_TO_ALL, Call.NONE, bytes, 0).checkEqualLengths();
    ranks.together(communicator -> communicator.allToAll(from, counts, to, counts));
    Staging.written(receive, to);
  }

  /**
   * Combines all ranks' elements, position by position, at the root (MPI-4.0 §6.9.1).
   *
   * @param send this rank's elements; as many on every rank
   * @param receive at the root: room for as many; elsewhere not looked at
   * @param type type of the elements
   * @param op how two elements become one
   * @param root rank that gets the result
   * @throws IllegalArgumentException if there is no such rank, the room is not the same, the buffer
   *     to be written is read-only, the bytes are no whole number of elements, or the type does not
   *     allow the operation (code RP-221), or the lengths differ (RP-222)
   */
  public void reduce(
      ByteBuffer send, @Nullable ByteBuffer receive, ElementType type, ReduceOp op, int root) {
    ranks.checkRoot(root);
    checkElements(send, type, op);
    int bytes = send.remaining();
    boolean taking = ranks.rank() == root;
    ByteBuffer target = taking ? checked(receive) : NO_BYTES;
    if (taking) {
      checkSameRoom(send, target);
    }
    ByteBuffer from = staging().readable(send);
    ByteBuffer to = taking ? writable(target, bytes) : NO_BYTES;
    meetToReduce(Operation.REDUCE, type, op, root, bytes);
    ranks.together(communicator -> communicator.reduce(from, to, type, op, root));
    if (taking) {
      Staging.written(target, to);
    }
  }

  /**
   * Combines all ranks' elements, position by position, for all ranks (MPI-4.0 §6.9.6).
   *
   * @param send this rank's elements; as many on every rank
   * @param receive room for as many
   * @param type type of the elements
   * @param op how two elements become one
   * @throws IllegalArgumentException as {@link #reduce} does
   */
  public void allReduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    checkElements(send, type, op);
    int bytes = send.remaining();
    checkSameRoom(send, receive);
    ByteBuffer from = staging().readable(send);
    ByteBuffer to = writable(receive, bytes);
    meetToReduce(Operation.ALL_REDUCE, type, op, Call.NONE, bytes);
    ranks.together(communicator -> communicator.allReduce(from, to, type, op));
    Staging.written(receive, to);
  }

  /**
   * Combines the elements of the ranks up to and with this one, position by position (MPI-4.0
   * §6.11.1).
   *
   * @param send this rank's elements; as many on every rank
   * @param receive room for as many
   * @param type type of the elements
   * @param op how two elements become one
   * @throws IllegalArgumentException as {@link #reduce} does
   */
  public void scan(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    checkElements(send, type, op);
    int bytes = send.remaining();
    checkSameRoom(send, receive);
    ByteBuffer from = staging().readable(send);
    ByteBuffer to = writable(receive, bytes);
    meetToReduce(Operation.SCAN, type, op, Call.NONE, bytes);
    ranks.together(communicator -> communicator.scan(from, to, type, op));
    Staging.written(receive, to);
  }

  /**
   * Sends bytes; returns when the buffer may be changed, which for long messages may be when the
   * receiver takes them (MPI-4.0 §3.4, standard mode).
   *
   * @param buffer what to send
   * @param destination rank of the receiver
   * @param tag 0 to {@link MpiCommunicator#MAX_TAG}
   * @throws IllegalArgumentException if there is no such rank or tag (code RP-221)
   */
  public void send(ByteBuffer buffer, int destination, int tag) {
    ranks.send(staging().readable(buffer), destination, tag);
  }

  /**
   * Waits for a message, however it was sent, and receives its bytes (MPI-4.0 §3.2.4).
   *
   * @param buffer room for the message, or more
   * @param source rank of the sender, or {@link MpiCommunicator#ANY_SOURCE}
   * @param tag 0 to {@link MpiCommunicator#MAX_TAG}, or {@link MpiCommunicator#ANY_TAG}
   * @return source, tag and length
   * @throws IllegalArgumentException if there is no such rank or tag, the buffer is read-only, or
   *     the message is longer than the room and stays where it is (code RP-221)
   */
  public Status receive(ByteBuffer buffer, int source, int tag) {
    Inbound inbound = new Inbound(buffer);
    return inbound.received(ranks.receive(source, tag, inbound));
  }

  /**
   * Sends bytes and receives others, in any order, so that ranks can exchange theirs (MPI-4.0
   * §3.10).
   *
   * @param send what to send
   * @param destination rank of the receiver
   * @param sendTag 0 to {@link MpiCommunicator#MAX_TAG}
   * @param receive room for the message to receive, or more; another buffer
   * @param source rank of the sender, or {@link MpiCommunicator#ANY_SOURCE}
   * @param receiveTag 0 to {@link MpiCommunicator#MAX_TAG}, or {@link MpiCommunicator#ANY_TAG}
   * @return source, tag and length of the message received
   * @throws IllegalArgumentException as {@link #send} and {@link #receive} do
   */
  public Status sendReceive(
      ByteBuffer send,
      int destination,
      int sendTag,
      ByteBuffer receive,
      int source,
      int receiveTag) {
    Inbound inbound = new Inbound(receive);
    return inbound.received(
        ranks.sendReceive(
            staging().readable(send), destination, sendTag, source, receiveTag, inbound));
  }

  /** The user's room for a message. */
  private final class Inbound implements RankGroup.Room {
    private final ByteBuffer buffer;
    private ByteBuffer memory = NO_BYTES;

    Inbound(ByteBuffer buffer) {
      Checks.writable(buffer);
      this.buffer = buffer;
    }

    @Override
    public ByteBuffer forMessage(Status message) {
      if (message.bytes() > buffer.remaining()) {
        throw Checks.refused(
            "the message from rank "
                + message.source()
                + " with tag "
                + message.tag()
                + " has "
                + message.bytes()
                + " bytes, but the buffer has room for "
                + buffer.remaining()
                + "; receive it into a larger one");
      }
      memory = writable(buffer, message.bytes());
      return memory;
    }

    Status received(Status message) {
      Staging.written(buffer, memory);
      return message;
    }
  }

  private Staging staging() {
    return ranks.staging();
  }

  private ByteBuffer writable(ByteBuffer buffer, int bytes) {
    Checks.writable(buffer);
    return staging().writable(buffer, bytes);
  }

  private Calls meet(Operation operation, int root, long bytes, long room) {
    return ranks.meet(new Call(operation, Call.BUFFERS, null, root, bytes, room));
  }

  private void meetToReduce(
      Operation operation, ElementType type, ReduceOp op, int root, int bytes) {
    ranks.meet(new Call(operation, Call.buffersOf(type), op, root, bytes, 0)).checkEqualLengths();
  }

  private static ByteBuffer checked(@Nullable ByteBuffer target) {
    if (target == null) {
      throw Checks.refused("the root must have a buffer to receive into, not null");
    }
    Checks.writable(target);
    return target;
  }

  @SuppressWarnings("ReferenceEquality") // Equal bytes in two buffers are no harm.
  private static void checkSameRoom(ByteBuffer send, ByteBuffer receive) {
    if (receive == send) {
      throw Checks.refused("the buffer to receive into is the one to send from: " + send);
    }
    if (receive.remaining() != send.remaining()) {
      throw Checks.refused(
          "the buffer to receive into has "
              + receive.remaining()
              + " bytes remaining, but "
              + send.remaining()
              + " will come");
    }
  }

  private static void checkElements(ByteBuffer send, ElementType type, ReduceOp op) {
    if (!type.allows(op)) {
      throw Checks.refused(op + " is not defined for " + type);
    }
    if (send.remaining() % type.bytes() != 0) {
      throw Checks.refused(
          send.remaining() + " bytes are no whole number of elements of type " + type);
    }
  }
}
