package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Collectives;
import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.spi.Request;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Collective operations (MPI-4.0 §6) as messages within the group. One tag is enough: every receive
 * names its source, and all ranks call in the same order.
 *
 * <p>Receives are posted before anything is sent where both happen, so that data is copied once,
 * from the buffer of one rank into that of another.
 */
public final class CollectiveOperations implements Collectives {
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final Channel channel;
  private final int rank;
  private final int size;

  public CollectiveOperations(Channel channel, int rank) {
    this.channel = channel;
    this.rank = rank;
    this.size = channel.peers();
  }

  /** Dissemination: in round k, tell the rank 2^k ahead and wait for the one 2^k behind. */
  @Override
  public void barrier() {
    for (int distance = 1; distance < size; distance *= 2) {
      channel.send(NO_BYTES, (rank + distance) % size, ChannelCommunicator.LOCAL);
      channel.recv(NO_BYTES, (rank + size - distance) % size, ChannelCommunicator.LOCAL);
    }
  }

  /** Binomial tree, on ranks counted from the root. */
  @Override
  public void broadcast(ByteBuffer buffer, int root) {
    Arguments.checkRank("root", root, size);
    int relative = (rank + size - root) % size;
    ByteBuffer data = buffer.duplicate();
    int distance = 1;
    while (distance < size && (relative & distance) == 0) {
      distance *= 2;
    }
    if (relative != 0) {
      Arguments.checkWritable(buffer);
      int start = buffer.position();
      channel.recv(buffer, (relative - distance + root) % size, ChannelCommunicator.LOCAL);
      data.limit(buffer.position()).position(start);
    }
    List<Request> sends = new ArrayList<>();
    for (int step = distance / 2; step > 0; step /= 2) {
      if (relative + step < size) {
        sends.add(channel.isend(data, (relative + step + root) % size, ChannelCommunicator.LOCAL));
      }
    }
    sends.forEach(Request::await);
  }

  @Override
  public void gather(ByteBuffer send, ByteBuffer receive, int[] counts, int root) {
    Arguments.checkRank("root", root, size);
    if (rank != root) {
      channel.send(send, root, ChannelCommunicator.LOCAL);
      return;
    }
    Blocks blocks = new Blocks("receive", receive, counts, size);
    Arguments.checkBytes("send", send, blocks.bytes(rank));
    List<Request> receives = receiveFromOthers(blocks);
    blocks.copyInto(rank, send);
    receives.forEach(Request::await);
    blocks.written();
  }

  @Override
  public void allGather(ByteBuffer send, ByteBuffer receive, int[] counts) {
    Blocks blocks = new Blocks("receive", receive, counts, size);
    Arguments.checkBytes("send", send, blocks.bytes(rank));
    List<Request> pending = receiveFromOthers(blocks);
    for (int other = 0; other < size; other++) {
      if (other != rank) {
        pending.add(channel.isend(send, other, ChannelCommunicator.LOCAL));
      }
    }
    blocks.copyInto(rank, send);
    pending.forEach(Request::await);
    blocks.written();
  }

  @Override
  public void scatter(ByteBuffer send, int[] counts, ByteBuffer receive, int root) {
    Arguments.checkRank("root", root, size);
    Arguments.checkWritable(receive);
    if (rank != root) {
      channel.recv(receive, root, ChannelCommunicator.LOCAL);
      return;
    }
    Blocks blocks = new Blocks("send", send, counts, size);
    Arguments.checkBytes("receive", receive, blocks.bytes(rank));
    List<Request> sends = sendToOthers(blocks);
    receive.put(blocks.of(rank));
    sends.forEach(Request::await);
  }

  @Override
  public void allToAll(ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts) {
    Blocks outgoing = new Blocks("send", send, sendCounts, size);
    Blocks incoming = new Blocks("receive", receive, receiveCounts, size);
    if (outgoing.bytes(rank) != incoming.bytes(rank)) {
      throw Arguments.refused(
          "a rank sends itself as many bytes as it receives: "
              + outgoing.bytes(rank)
              + " and "
              + incoming.bytes(rank));
    }
    List<Request> pending = receiveFromOthers(incoming);
    pending.addAll(sendToOthers(outgoing));
    incoming.copyInto(rank, outgoing.of(rank));
    pending.forEach(Request::await);
    incoming.written();
  }

  /** Binomial tree, on ranks counted from the root: the same order of operations every time. */
  @Override
  public void reduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op, int root) {
    Arguments.checkRank("root", root, size);
    Reduction reduction = new Reduction(type, op, send);
    if (rank == root) {
      Arguments.checkWritable(receive);
      Arguments.checkBytes("receive", receive, send.remaining());
    }
    int relative = (rank + size - root) % size;
    int distance = 1;
    while (distance < size && (relative & distance) == 0) {
      if (relative + distance < size) {
        reduction.addFrom(channel, (relative + distance + root) % size);
      }
      distance *= 2;
    }
    if (relative != 0) {
      channel.send(
          reduction.result(), (relative - distance + root) % size, ChannelCommunicator.LOCAL);
    } else {
      receive.put(reduction.result());
    }
  }

  /** One rank reduces and all get its bytes, so that they are the same (rule C-5). */
  @Override
  public void allReduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    Arguments.checkWritable(receive);
    Reduction.check(type, op, send);
    Arguments.checkBytes("receive", receive, send.remaining());
    ByteBuffer result = receive.duplicate();
    reduce(send, rank == 0 ? receive : NO_BYTES, type, op, 0);
    broadcast(result, 0);
    receive.position(receive.limit());
  }

  /** A chain: each rank adds to what the one before it has. */
  @Override
  public void scan(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    Arguments.checkWritable(receive);
    Reduction reduction = new Reduction(type, op, send);
    Arguments.checkBytes("receive", receive, send.remaining());
    if (rank > 0) {
      reduction.addFrom(channel, rank - 1);
    }
    ByteBuffer result = reduction.result();
    if (rank + 1 < size) {
      channel.send(result, rank + 1, ChannelCommunicator.LOCAL);
    }
    receive.put(result);
  }

  private List<Request> receiveFromOthers(Blocks blocks) {
    List<Request> receives = new ArrayList<>();
    for (int other = 0; other < size; other++) {
      if (other != rank) {
        receives.add(channel.irecv(blocks.of(other), other, ChannelCommunicator.LOCAL));
      }
    }
    return receives;
  }

  private List<Request> sendToOthers(Blocks blocks) {
    List<Request> sends = new ArrayList<>();
    for (int other = 0; other < size; other++) {
      if (other != rank) {
        sends.add(channel.isend(blocks.of(other), other, ChannelCommunicator.LOCAL));
      }
    }
    return sends;
  }
}
