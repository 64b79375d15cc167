package io.github.rankpool.backend.openmpi.bindings;

import java.nio.ByteBuffer;
import java.util.Arrays;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;

/**
 * Collective operations that move blocks of bytes (MPI-4.0 §6.3 to §6.8), always through direct
 * memory: see the package's note on buffers.
 */
final class BlockCollectives {
  private final Intracomm comm;
  private final int rank;
  private final int size;

  BlockCollectives(Intracomm comm) throws MPIException {
    this.comm = comm;
    this.rank = comm.getRank();
    this.size = comm.getSize();
  }

  void barrier() {
    try {
      comm.barrier();
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Barrier");
    }
  }

  void broadcast(ByteBuffer buffer, int root) {
    Arguments.rank("root", root, size);
    int bytes = buffer.remaining();
    if (rank != root) {
      Arguments.writable(buffer);
    }
    ByteBuffer memory = rank == root ? Buffers.directCopy(buffer) : Buffers.directRoom(buffer);
    try {
      comm.bcast(memory, bytes, MPI.BYTE, root);
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Bcast of " + bytes + " bytes from " + root);
    }
    if (rank != root) {
      Buffers.received(buffer, memory, bytes);
    }
  }

  void gather(ByteBuffer send, ByteBuffer receive, int[] counts, int root) {
    Arguments.rank("root", root, size);
    int bytes = send.remaining();
    ByteBuffer from;
    try {
      if (rank != root) {
        comm.gatherv(Buffers.directCopy(send), bytes, MPI.BYTE, root);
        return;
      }
      checkBlocks("receive", receive, counts);
      checkBlock("send", send, counts[rank]);
      Arguments.writable(receive);
      from = Buffers.directCopy(send);
      ByteBuffer to = Buffers.directRoom(receive);
      comm.gatherv(from, bytes, MPI.BYTE, to, counts, offsets(counts), MPI.BYTE, root);
      Buffers.received(receive, to, receive.remaining());
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Gatherv of " + bytes + " bytes to " + root);
    }
  }

  void allGather(ByteBuffer send, ByteBuffer receive, int[] counts) {
    checkBlocks("receive", receive, counts);
    checkBlock("send", send, counts[rank]);
    Arguments.writable(receive);
    int bytes = send.remaining();
    ByteBuffer from = Buffers.directCopy(send);
    ByteBuffer to = Buffers.directRoom(receive);
    try {
      comm.allGatherv(from, bytes, MPI.BYTE, to, counts, offsets(counts), MPI.BYTE);
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Allgatherv of " + bytes + " bytes");
    }
    Buffers.received(receive, to, receive.remaining());
  }

  void scatter(ByteBuffer send, int[] counts, ByteBuffer receive, int root) {
    Arguments.rank("root", root, size);
    Arguments.writable(receive);
    if (rank == root) {
      checkBlocks("send", send, counts);
      checkBlock("receive", receive, counts[rank]);
    }
    int bytes = receive.remaining();
    ByteBuffer to = Buffers.directRoom(receive);
    try {
      if (rank == root) {
        ByteBuffer from = Buffers.directCopy(send);
        comm.scatterv(from, counts, offsets(counts), MPI.BYTE, to, bytes, MPI.BYTE, root);
      } else {
        comm.scatterv(to, bytes, MPI.BYTE, root);
      }
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Scatterv of " + bytes + " bytes from " + root);
    }
    Buffers.received(receive, to, bytes);
  }

  void allToAll(ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts) {
    checkBlocks("send", send, sendCounts);
    checkBlocks("receive", receive, receiveCounts);
    Arguments.writable(receive);
    ByteBuffer from = Buffers.directCopy(send);
    ByteBuffer to = Buffers.directRoom(receive);
    try {
      comm.allToAllv(
          from,
          sendCounts,
          offsets(sendCounts),
          MPI.BYTE,
          to,
          receiveCounts,
          offsets(receiveCounts),
          MPI.BYTE);
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Alltoallv of " + from.remaining() + " bytes");
    }
    Buffers.received(receive, to, receive.remaining());
  }

  private void checkBlocks(String what, ByteBuffer buffer, int[] counts) {
    if (counts.length != size) {
      throw Arguments.bad(counts.length + " counts for " + size + " ranks");
    }
    long sum = 0;
    for (int count : counts) {
      if (count < 0) {
        throw Arguments.bad("count " + count + " in " + Arrays.toString(counts) + " is negative");
      }
      sum += count;
    }
    if (sum != buffer.remaining()) {
      throw Arguments.bad(
          what + " buffer has " + buffer.remaining() + " bytes, the counts' sum is " + sum);
    }
  }

  private static void checkBlock(String what, ByteBuffer buffer, int count) {
    if (buffer.remaining() != count) {
      throw Arguments.bad(
          what
              + " buffer has "
              + buffer.remaining()
              + " bytes, the count of this rank is "
              + count);
    }
  }

  private static int[] offsets(int[] counts) {
    int[] offsets = new int[counts.length];
    for (int i = 1; i < counts.length; i++) {
      offsets[i] = offsets[i - 1] + counts[i - 1];
    }
    return offsets;
  }
}
