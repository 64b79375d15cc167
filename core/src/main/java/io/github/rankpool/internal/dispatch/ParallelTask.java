package io.github.rankpool.internal.dispatch;

import java.util.List;

/**
 * A task that runs on several workers at the same time, with a communicator of its own among them.
 * The first member stands for all of them until they are sent.
 *
 * @param members one for each rank, in the order of the ranks
 */
public record ParallelTask(List<DispatchTask> members) {

  /**
   * Joins tasks.
   *
   * @param members one for each rank, not handed in yet
   */
  public ParallelTask(List<DispatchTask> members) {
    this.members = List.copyOf(members);
    this.members.forEach(member -> member.join(this));
  }
}
