package io.github.rankpool.spi;

/**
 * Joins two groups of ranks, each of which sends to and receives from the other (MPI-4.0 §7.6).
 * {@link #rank()} and {@link #size()} are those of the local group.
 */
public interface InterCommunicator extends Communicator {

  /**
   * The number of ranks in the remote group (MPI-4.0 §7.6.1).
   *
   * @return at least one
   */
  int remoteSize();

  /**
   * Makes one group of the two; collective over both (MPI-4.0 §7.6.2).
   *
   * @param high whether this group's ranks come after the other group's; all ranks of a group give
   *     the same value, the two groups different ones
   * @return a communicator of all ranks of both groups
   * @throws MpiException if MPI failed
   */
  IntraCommunicator merge(boolean high);
}
