package io.github.rankpool.spi;

import java.nio.ByteBuffer;

/**
 * Operations that all ranks of a group call together, in the same order (MPI-4.0 §6).
 *
 * <p>Blocks are given as bytes. Where ranks contribute blocks of different sizes, {@code counts[i]}
 * is the number of bytes of rank {@code i}'s block, and the blocks lie one behind the other in rank
 * order. Buffers are heap or direct, all bytes between position and limit count, and afterwards a
 * buffer that was written has its position behind the last byte written (rule C-1). A buffer of
 * another size than the operation needs is an {@link IllegalArgumentException} where it is known
 * locally.
 */
public interface Collectives {

  /**
   * Waits until all ranks have called it (MPI-4.0 §6.3).
   *
   * @throws MpiException if MPI failed
   */
  void barrier();

  /**
   * Copies the root's bytes to all ranks (MPI-4.0 §6.4).
   *
   * @param buffer read at the root, written elsewhere; as many bytes remaining on every rank
   * @param root rank that has the data
   * @throws MpiException if MPI failed
   */
  void broadcast(ByteBuffer buffer, int root);

  /**
   * Brings a block of every rank to the root (MPI-4.0 §6.5).
   *
   * @param send this rank's block
   * @param receive at the root: room for all blocks; elsewhere not looked at
   * @param counts at the root: bytes of every rank's block; elsewhere not looked at
   * @param root rank that gets the data
   * @throws MpiException if MPI failed
   */
  void gather(ByteBuffer send, ByteBuffer receive, int[] counts, int root);

  /**
   * Brings a block of every rank to all ranks (MPI-4.0 §6.7).
   *
   * @param send this rank's block
   * @param receive room for all blocks
   * @param counts bytes of every rank's block, the same on all ranks
   * @throws MpiException if MPI failed
   */
  void allGather(ByteBuffer send, ByteBuffer receive, int[] counts);

  /**
   * Gives every rank a block of the root's data (MPI-4.0 §6.6).
   *
   * @param send at the root: all blocks; elsewhere not looked at
   * @param counts at the root: bytes of every rank's block; elsewhere not looked at
   * @param receive room for exactly this rank's block
   * @param root rank that has the data
   * @throws MpiException if MPI failed
   */
  void scatter(ByteBuffer send, int[] counts, ByteBuffer receive, int root);

  /**
   * Sends a block from every rank to every rank (MPI-4.0 §6.8).
   *
   * @param send the blocks for all ranks
   * @param sendCounts bytes for every rank
   * @param receive room for the blocks of all ranks
   * @param receiveCounts bytes from every rank
   * @throws MpiException if MPI failed
   */
  void allToAll(ByteBuffer send, int[] sendCounts, ByteBuffer receive, int[] receiveCounts);

  /**
   * Combines the elements of all ranks, position by position, at the root (MPI-4.0 §6.9.1).
   *
   * @param send this rank's elements in native byte order; the same number on every rank
   * @param receive at the root: room for as many elements; elsewhere not looked at
   * @param type type of the elements
   * @param op how two elements become one
   * @param root rank that gets the result
   * @throws IllegalArgumentException if the type does not allow the operation, or the bytes are no
   *     whole number of elements
   * @throws MpiException if MPI failed
   */
  void reduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op, int root);

  /**
   * As {@link #reduce}, with the result on every rank (MPI-4.0 §6.9.6). All ranks get the same
   * bytes.
   *
   * @param send this rank's elements in native byte order; the same number on every rank
   * @param receive room for as many elements
   * @param type type of the elements
   * @param op how two elements become one
   * @throws IllegalArgumentException if the type does not allow the operation, or the bytes are no
   *     whole number of elements
   * @throws MpiException if MPI failed
   */
  void allReduce(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op);

  /**
   * As {@link #reduce}, over the ranks up to and with this one (MPI-4.0 §6.11.1).
   *
   * @param send this rank's elements in native byte order; the same number on every rank
   * @param receive room for as many elements
   * @param type type of the elements
   * @param op how two elements become one
   * @throws IllegalArgumentException if the type does not allow the operation, or the bytes are no
   *     whole number of elements
   * @throws MpiException if MPI failed
   */
  void scan(ByteBuffer send, ByteBuffer receive, ElementType type, ReduceOp op);
}
