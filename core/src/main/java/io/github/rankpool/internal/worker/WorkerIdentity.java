package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Group;
import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.internal.wire.Groups;
import io.github.rankpool.spi.IntraCommunicator;

/**
 * Which worker this is, and the others.
 *
 * @param rank of this worker in the pool
 * @param size number of workers in the pool
 * @param group all workers of the pool
 */
record WorkerIdentity(int rank, int size, Group group) {

  /** Which worker of the group this is. */
  static WorkerIdentity of(Group group) {
    return new WorkerIdentity(group.pointToPoint().rank(), group.pointToPoint().size(), group);
  }

  /**
   * Makes the communicators of a parallel task, together with the other ranks of it. They have all
   * been told, and none of them has anything else to do, so that this is short.
   */
  Group join(Groups.Group members) {
    MpiLock lock = MpiLock.of(group.runtime());
    lock.lock();
    try {
      IntraCommunicator joined = group.collectives();
      return Group.of(group.runtime(), joined);
    } finally {
      lock.unlock();
    }
  }

  /** Frees what {@link #join} made, once all ranks have come to their end. */
  void leave(Group joined) throws InterruptedException {
    // TODO
  }
}
