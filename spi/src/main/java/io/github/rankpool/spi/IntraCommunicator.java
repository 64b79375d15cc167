package io.github.rankpool.spi;

import java.util.Optional;

/** One group of ranks, with collective operations (MPI-4.0 §6, §7). */
public interface IntraCommunicator extends Communicator, Collectives {

  /**
   * Makes a copy: the same group in a communication space of its own; collective (MPI-4.0 §7.4.2).
   *
   * @return the copy, to be disconnected by the caller
   * @throws MpiException if MPI failed
   */
  IntraCommunicator duplicate();

  /**
   * Divides the group; collective (MPI-4.0 §7.4.2).
   *
   * @param color ranks that give the same number, zero or more, come together; a negative number
   *     stands for no new communicator
   * @param key orders the ranks of the new group; equal keys keep the order of this group
   * @return the communicator of this rank's color, to be disconnected by the caller; empty for a
   *     negative color
   * @throws MpiException if MPI failed
   */
  Optional<IntraCommunicator> split(int color, int key);

  /**
   * Makes a communicator of some ranks of this group; collective over those ranks only, which all
   * name the same ranks in the same order (MPI-4.0 §7.4.2). The others take no part in it and need
   * not know of it.
   *
   * @param ranks ranks of this group, this one among them, each once; their order is that of the
   *     new group. Not changed, and not kept
   * @param tag 0 to {@link #MAX_TAG}, the same on all of the ranks; tells creations apart that go
   *     on at the same time
   * @return the communicator, to be disconnected by the caller
   * @throws IllegalArgumentException if a rank is out of range or there twice, this rank is
   *     missing, or the tag is out of range
   * @throws MpiException if MPI failed
   */
  IntraCommunicator createGroup(int[] ranks, int tag);

  /**
   * Joins this group with another one; collective over both groups, which must not overlap (MPI-4.0
   * §7.6.2).
   *
   * @param localLeader rank in this group that speaks for it
   * @param peer a communicator that both leaders are in; looked at by the leader only
   * @param remoteLeader rank of the other group's leader in {@code peer}
   * @param tag 0 to {@link #MAX_TAG}, not in use in {@code peer} at the time
   * @return the communicator to the other group, to be disconnected by the caller
   * @throws IllegalArgumentException if localLeader or tag is out of range
   * @throws MpiException if MPI failed
   */
  InterCommunicator createIntercommunicator(
      int localLeader, IntraCommunicator peer, int remoteLeader, int tag);
}
