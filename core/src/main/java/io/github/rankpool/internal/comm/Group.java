package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.IntraCommunicator;
import io.github.rankpool.spi.MpiRuntime;

/**
 * Ranks that tasks may talk to.
 *
 * @param runtime MPI of this rank
 * @param pointToPoint for the messages of users
 * @param collectives the same ranks again, for collective operations, whose messages users'
 *     receives must not see
 */
public record Group(
    MpiRuntime runtime, IntraCommunicator pointToPoint, IntraCommunicator collectives) {

  /**
   * The group of a communicator; collective over it.
   *
   * @param runtime MPI of this rank
   * @param communicator for the messages of users
   * @return the group
   */
  public static Group of(MpiRuntime runtime, IntraCommunicator communicator) {
    return new Group(runtime, communicator, communicator.duplicate());
  }
}
