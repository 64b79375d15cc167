package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.TaskRecord;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Failures of members of parallel tasks that have come and are not told yet. A member that fails
 * because another one's worker is gone may say so before this process has noticed: the loss is to
 * be told then, not its consequence.
 *
 * <p>For the communication thread only.
 */
final class MemberFailures {
  private final Scheduler scheduler;
  private final Queue<Failure> untold = new ArrayDeque<>();

  private record Failure(DispatchTask task, WorkerInfo worker, TaskRecord result) {}

  MemberFailures(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void add(DispatchTask task, WorkerInfo worker, TaskRecord result) {
    untold.add(new Failure(task, worker, result));
  }

  boolean isEmpty() {
    return untold.isEmpty();
  }

  /** Tells those that are no consequences, once losses have been looked for. */
  void tell() {
    for (Failure next = untold.poll(); next != null; next = untold.poll()) {
      if (!scheduler.isConsequence(next.task) && next.task.finish()) {
        next.task.session().tellEnd(next.task, next.worker, next.result);
      }
    }
  }
}
