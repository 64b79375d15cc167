package io.github.rankpool.internal.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A task that runs on several workers at the same time, with a communicator of its own among them.
 * The first member stands for all of them until they are sent.
 */
public final class ParallelTask {
  private final List<DispatchTask> members;
  private final AtomicInteger incomplete;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Of the workers that run it, or have run it. For the communication thread. */
  private int[] ranks = {};

  /** Whether a member has failed. For the communication thread. */
  private boolean failed;

  /**
   * Joins tasks.
   *
   * @param members one for each rank in the order of the ranks, not handed in yet
   */
  // The members only store it.
  @SuppressWarnings("this-escape")
  public ParallelTask(List<DispatchTask> members) {
    this.members = List.copyOf(members);
    this.incomplete = new AtomicInteger(members.size());
    this.members.forEach(member -> member.join(this));
  }

  /**
   * The tasks of the ranks.
   *
   * @return in the order of the ranks
   */
  public List<DispatchTask> members() {
    return members;
  }

  /**
   * Takes note of the end of a member. Callable from any thread.
   *
   * @param completed whether it has not failed
   * @return whether that is the end of the whole: of those that complete the last one's, or the
   *     first that fails
   */
  public boolean endsWithMember(boolean completed) {
    return (!completed || incomplete.decrementAndGet() == 0) && ended.compareAndSet(false, true);
  }

  void runOn(int[] workers) {
    ranks = workers;
  }

  boolean runsOn(int rank) {
    return Arrays.stream(ranks).anyMatch(each -> each == rank);
  }

  /** Whether a member has failed. */
  boolean hasFailed() {
    return failed;
  }

  /** Takes note of a failed member; true for the first one, whose failure is that of the task. */
  boolean fail() {
    boolean first = !failed;
    failed = true;
    return first;
  }
}
