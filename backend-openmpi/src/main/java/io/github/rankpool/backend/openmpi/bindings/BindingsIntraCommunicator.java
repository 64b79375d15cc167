package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import mpi.Group;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;

/** One group of ranks (MPI-4.0 §6, §7). */
final class BindingsIntraCommunicator extends BindingsCommunicator implements IntraCommunicator {
  private final Intracomm comm;
  private final BlockCollectives blocks;
  private final Reductions reductions;

  BindingsIntraCommunicator(Intracomm comm, boolean permanent) throws MPIException {
    super(comm, comm.getSize(), permanent);
    this.comm = comm;
    this.blocks = new BlockCollectives(comm);
    this.reductions = new Reductions(comm);
  }

  @Override
  public IntraCommunicator duplicate() {
    usable();
    return call("MPI_Comm_dup", () -> new BindingsIntraCommunicator(comm.dup(), false));
  }

  @Override
  public Optional<IntraCommunicator> split(int color, int key) {
    usable();
    return call(
        "MPI_Comm_split with color " + color + ", key " + key,
        () -> {
          Intracomm part = comm.split(color < 0 ? MPI.UNDEFINED : color, key);
          return part.isNull()
              ? Optional.empty()
              : Optional.of(new BindingsIntraCommunicator(part, false));
        });
  }

  @Override
  public IntraCommunicator createGroup(int[] ranks, int tag) {
    usable();
    int[] members = ranks.clone();
    Arguments.tag(tag);
    Arguments.group(members, rank(), size());
    return call(
        "MPI_Comm_create_group of " + Arrays.toString(members) + ", tag " + tag,
        () -> {
          Group all = comm.getGroup();
          Group some = all.incl(members);
          try {
            return new BindingsIntraCommunicator(comm.createGroup(some, tag), false);
          } finally {
            some.free();
            all.free();
          }
        });
  }

  @Override
  public InterCommunicator createIntercommunicator(
      int localLeader, IntraCommunicator peer, int remoteLeader, int tag) {
    usable();
    Arguments.rank("local leader", localLeader, size());
    Arguments.tag(tag);
    // MPI looks at the peer communicator on the leaders only; others may give any.
    Intracomm bridge = rank() == localLeader ? bridge(peer, remoteLeader) : comm;
    return call(
        "MPI_Intercomm_create with leaders " + localLeader + " and " + remoteLeader,
        () ->
            new BindingsInterCommunicator(
                bridge.createIntercomm(comm, localLeader, remoteLeader, tag)));
  }

  @Override
  public void barrier() {
    usable();
    blocks.barrier();
  }

  @Override
  public void broadcast(ByteBuffer buffer, int root) {
    usable();
    blocks.broadcast(buffer, root);
  }

  @Override
  public void gather(ByteBuffer send, ByteBuffer receive, int[] counts, int root) {
    usable();
    blocks.gather(send, receive, counts, root);
  }

  @Override
  public void allGather(ByteBuffer send, ByteBuffer receive, int[] counts) {
    usable();
    blocks.allGather(send, receive, counts);
  }

  @Override
  public void scatter(ByteBuffer send, int[] counts, ByteBuffer receive, int root) {
    usable();
    blocks.scatter(send, counts, receive, root);
  }

  @Override
  public void allToAll(ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts) {
    usable();
    blocks.allToAll(send, sendCounts, receive, receiveCounts);
  }

  @Override
  public void reduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op, int root) {
    usable();
    reductions.reduce(send, receive, type, op, root);
  }

  @Override
  public void allReduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    usable();
    reductions.allReduce(send, receive, type, op);
  }

  @Override
  public void scan(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    usable();
    reductions.scan(send, receive, type, op);
  }

  private static Intracomm bridge(IntraCommunicator peer, int remoteLeader) {
    if (!(peer instanceof BindingsIntraCommunicator ours)) {
      throw Arguments.bad("the peer communicator is not one of this backend: " + peer);
    }
    ours.usable();
    Arguments.rank("remote leader", remoteLeader, ours.size());
    return ours.comm;
  }
}
