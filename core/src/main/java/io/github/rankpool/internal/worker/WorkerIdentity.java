package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.Groups;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Which worker this is, and the others.
 *
 * @param rank of this worker in the pool
 * @param size number of workers in the pool
 * @param group all workers of the pool, or those that were started together with this one
 */
record WorkerIdentity(int rank, int size, RankGroup group) {

  /**
   * Which worker this is, whose group was started for workers that were lost.
   *
   * @param arguments of its program: rank of the group's first one, and number of workers that the
   *     pool began with; none where the group is the pool
   */
  static WorkerIdentity of(RankGroup group, List<String> arguments) {
    return arguments.isEmpty()
        ? of(group)
        : new WorkerIdentity(
            Integer.parseInt(arguments.get(0)) + group.rank(),
            Integer.parseInt(arguments.get(1)),
            group);
  }

  /** Which worker of the group this is. */
  static WorkerIdentity of(RankGroup group) {
    return new WorkerIdentity(group.rank(), group.size(), group);
  }

  /**
   * The ranks of a parallel task. They have all been told, and none of them has anything else to
   * do, so that this is short, unless one is lost.
   *
   * @param givenUp tells whether it is
   */
  RankGroup join(Groups.Group members, BooleanSupplier givenUp) {
    return group.select(members.ranks(), members.number(), givenUp);
  }

  /** Waits until all ranks of a parallel task have come to their end, and frees their group. */
  void leave(RankGroup joined) {
    if (joined.isBroken()) {
      // The others wait here, until they are told that this rank has failed.
      throw new IllegalStateException(
          "RP-509: a parallel task went on after its communicator had failed; let what the"
              + " communicator throws end the task");
    }
    joined.close();
  }
}
