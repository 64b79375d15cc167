package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;

/** What intracommunicators over channels do alike: collective operations (MPI-4.0 §6). */
public abstract class ChannelIntraCommunicator extends ChannelCommunicator
    implements IntraCommunicator {
  private final CollectiveOperations collectives;

  /**
   * Creates one rank's view of a communicator.
   *
   * @param messages for the program's messages
   * @param internal for the communicator's own
   * @param rank this rank's
   * @param permanent whether it is a world or self, which cannot be disconnected
   */
  protected ChannelIntraCommunicator(
      Channel messages, Channel internal, int rank, boolean permanent) {
    super(messages, rank, permanent);
    this.collectives = new CollectiveOperations(internal, rank);
  }

  @Override
  public final IntraCommunicator duplicate() {
    return split(0, 0).orElseThrow();
  }

  @Override
  public final void barrier() {
    checkConnected();
    collectives.barrier();
  }

  @Override
  public final void broadcast(ByteBuffer buffer, int root) {
    checkConnected();
    collectives.broadcast(buffer, root);
  }

  @Override
  public final void gather(ByteBuffer send, ByteBuffer receive, int[] counts, int root) {
    checkConnected();
    collectives.gather(send, receive, counts, root);
  }

  @Override
  public final void allGather(ByteBuffer send, ByteBuffer receive, int[] counts) {
    checkConnected();
    collectives.allGather(send, receive, counts);
  }

  @Override
  public final void scatter(ByteBuffer send, int[] counts, ByteBuffer receive, int root) {
    checkConnected();
    collectives.scatter(send, counts, receive, root);
  }

  @Override
  public final void allToAll(
      ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts) {
    checkConnected();
    collectives.allToAll(send, sendCounts, receive, receiveCounts);
  }

  @Override
  public final void reduce(
      ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op, int root) {
    checkConnected();
    collectives.reduce(send, receive, type, op, root);
  }

  @Override
  public final void allReduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    checkConnected();
    collectives.allReduce(send, receive, type, op);
  }

  @Override
  public final void scan(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    checkConnected();
    collectives.scan(send, receive, type, op);
  }
}
