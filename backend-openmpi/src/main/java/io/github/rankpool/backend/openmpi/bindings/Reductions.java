package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.ElementType;
import io.github.rankpool.spi.ReduceOp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import mpi.Datatype;
import mpi.Intracomm;
import mpi.MPI;
import mpi.MPIException;
import mpi.Op;

/**
 * Reductions (MPI-4.0 §6.9, §6.11).
 *
 * <p>Two things make narrow integers travel as ints for all but the bitwise operations. The
 * bindings' {@code MPI.BYTE} is an unsigned byte of C, so the smaller and the larger one would be
 * the wrong ones. And Open MPI's vectorised sums of 8 and 16 bits stop at the largest value instead
 * of wrapping around (open-mpi/ompi issue 8045); the low bits of a sum or product of ints are those
 * of the narrow one.
 */
final class Reductions {
  private final Intracomm comm;
  private final int rank;
  private final int size;

  Reductions(Intracomm comm) throws MPIException {
    this.comm = comm;
    this.rank = comm.getRank();
    this.size = comm.getSize();
  }

  void reduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op, int root) {
    Arguments.rank("root", root, size);
    check(send, type, op);
    if (rank == root) {
      checkRoom(send, receive);
    }
    boolean widen = widens(type, op);
    ByteBuffer from = elements(send, type, widen);
    try {
      if (rank != root) {
        // The bindings do not look at the receive buffer here, but take null for "in place".
        comm.reduce(from, from, count(send, type), datatype(type, widen), op(op), root);
        return;
      }
      ByteBuffer to = room(receive, type, widen);
      comm.reduce(from, to, count(send, type), datatype(type, widen), op(op), root);
      finish(receive, to, type, widen);
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Reduce of " + type + " with " + op + " to " + root);
    }
  }

  /**
   * Floating-point results go through one rank: MPI only recommends that all ranks get the same
   * bits, and the order of operands shows in NaNs, in the sign of zero and in rounding (rule C-5).
   */
  void allReduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    check(send, type, op);
    checkRoom(send, receive);
    boolean widen = widens(type, op);
    ByteBuffer from = elements(send, type, widen);
    ByteBuffer to = room(receive, type, widen);
    int count = count(send, type);
    try {
      if (type == ElementType.FLOAT || type == ElementType.DOUBLE) {
        comm.reduce(from, to, count, datatype(type, widen), op(op), 0);
        comm.bcast(to, count, datatype(type, widen), 0);
      } else {
        comm.allReduce(from, to, count, datatype(type, widen), op(op));
      }
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Allreduce of " + type + " with " + op);
    }
    finish(receive, to, type, widen);
  }

  void scan(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op) {
    check(send, type, op);
    checkRoom(send, receive);
    boolean widen = widens(type, op);
    ByteBuffer to = room(receive, type, widen);
    try {
      comm.scan(elements(send, type, widen), to, count(send, type), datatype(type, widen), op(op));
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Scan of " + type + " with " + op);
    }
    finish(receive, to, type, widen);
  }

  private static void check(ByteBuffer send, ElementType type, ReduceOp op) {
    if (!type.allows(op)) {
      throw Arguments.bad(op + " is not defined for " + type);
    }
    if (send.remaining() % type.bytes() != 0) {
      throw Arguments.bad(send.remaining() + " bytes are no whole number of " + type + " elements");
    }
  }

  private static void checkRoom(ByteBuffer send, ByteBuffer receive) {
    Arguments.writable(receive);
    if (receive.remaining() != send.remaining()) {
      throw Arguments.bad(
          "receive buffer has " + receive.remaining() + " bytes, not " + send.remaining());
    }
  }

  private static boolean widens(ElementType type, ReduceOp op) {
    return type.bytes() < Integer.BYTES && !op.isBitwise();
  }

  private static int count(ByteBuffer send, ElementType type) {
    return send.remaining() / type.bytes();
  }

  /** Direct, aligned memory with the elements to send. */
  private static ByteBuffer elements(ByteBuffer send, ElementType type, boolean widen) {
    if (!widen) {
      return isAligned(send, type) ? Buffers.memory(send) : aligned(send);
    }
    ByteBuffer from = send.duplicate().order(ByteOrder.nativeOrder());
    ByteBuffer ints = ints(send, type);
    while (from.hasRemaining()) {
      ints.putInt(type == ElementType.BYTE ? from.get() : from.getShort());
    }
    return ints;
  }

  /** Direct, aligned memory for the elements of the result. */
  private static ByteBuffer room(ByteBuffer receive, ElementType type, boolean widen) {
    if (widen) {
      return ints(receive, type);
    }
    return isAligned(receive, type)
        ? Buffers.memory(receive)
        : ByteBuffer.allocateDirect(receive.remaining());
  }

  private static void finish(
      ByteBuffer receive, ByteBuffer memory, ElementType type, boolean widen) {
    int bytes = receive.remaining();
    if (widen) {
      ByteBuffer to = receive.duplicate().order(ByteOrder.nativeOrder());
      for (int i = 0; to.hasRemaining(); i += Integer.BYTES) {
        if (type == ElementType.BYTE) {
          to.put((byte) memory.getInt(i));
        } else {
          to.putShort((short) memory.getInt(i));
        }
      }
    } else if (!isAligned(receive, type)) {
      receive.put(receive.position(), memory, 0, bytes);
    }
    receive.position(receive.position() + bytes);
  }

  /** Room for the buffer's elements as ints. */
  private static ByteBuffer ints(ByteBuffer buffer, ElementType type) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(count(buffer, type), Integer.BYTES))
        .order(ByteOrder.nativeOrder());
  }

  private static ByteBuffer aligned(ByteBuffer buffer) {
    return ByteBuffer.allocateDirect(buffer.remaining())
        .put(0, buffer, buffer.position(), buffer.remaining());
  }

  /** Compiled C code may take it for granted that elements are aligned to their size. */
  private static boolean isAligned(ByteBuffer buffer, ElementType type) {
    return buffer.isDirect() && buffer.alignmentOffset(buffer.position(), type.bytes()) == 0;
  }

  private static Datatype datatype(ElementType type, boolean widen) {
    return switch (type) {
      case BYTE -> widen ? MPI.INT : MPI.BYTE;
      case SHORT -> widen ? MPI.INT : MPI.SHORT;
      case INT -> MPI.INT;
      case LONG -> MPI.LONG;
      case FLOAT -> MPI.FLOAT;
      case DOUBLE -> MPI.DOUBLE;
    };
  }

  private static Op op(ReduceOp op) {
    return switch (op) {
      case SUM -> MPI.SUM;
      case PRODUCT -> MPI.PROD;
      case MIN -> MPI.MIN;
      case MAX -> MPI.MAX;
      case BITWISE_AND -> MPI.BAND;
      case BITWISE_OR -> MPI.BOR;
      case BITWISE_XOR -> MPI.BXOR;
    };
  }
}
