package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.RemoteFailure;
import io.github.rankpool.internal.wire.TaskRecord;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Failures of members of parallel tasks that have come and are not told yet. A member that fails
 * because another one's worker is gone may say so before this process has noticed: the loss is to
 * be told then, not its consequence. Until a failure is told its task counts as running.
 *
 * <p>For the communication thread only.
 */
final class MemberFailures {
  /** Code of what MPI throws where a rank that is gone was to be heard of. */
  private static final String RANK_IS_GONE = "RP-313";

  /** How much later than another worker this process may notice a loss. */
  static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Scheduler scheduler;
  private final LongSupplier clock;
  private final Queue<Failure> untold = new ArrayDeque<>();

  private record Failure(WorkerSlot slot, DispatchTask task, TaskRecord result, long dueNanos) {}

  MemberFailures(Scheduler scheduler, LongSupplier clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /**
   * Takes a failure, if it is that of a member.
   *
   * @param slot where it came from
   * @param result no value
   * @return whether it is
   */
  boolean take(WorkerSlot slot, TaskRecord result) {
    DispatchTask task = slot.find(result.id());
    if (task == null || task.parallel() == null) {
      return false;
    }
    long patience = speaksOfALoss(result) ? NOTICE_NANOS : 0;
    untold.add(new Failure(slot, task, result, clock.getAsLong() + patience));
    return true;
  }

  private static boolean speaksOfALoss(TaskRecord result) {
    try {
      // The task may have wrapped what MPI threw.
      return RemoteFailure.from(result.payload()).stackTrace().contains(RANK_IS_GONE);
    } catch (FrameException e) {
      return false;
    }
  }

  /** Whether none waits to be told. */
  boolean isEmpty() {
    return untold.isEmpty();
  }

  /**
   * Tells those that are no consequences, once losses have been looked for.
   *
   * @return how many do not wait any more
   */
  int tell() {
    int settled = 0;
    for (Failure each : List.copyOf(untold)) {
      if (each.task.hasFailedMember() || each.dueNanos - clock.getAsLong() <= 0) {
        untold.remove(each);
        tell(each);
        settled++;
      }
    }
    return settled;
  }

  private void tell(Failure failure) {
    TaskRecord result = failure.result;
    DispatchTask task = scheduler.finished(failure.slot, result.id(), result.nanos());
    if (task != null && !scheduler.isConsequence(task) && task.finish()) {
      task.session().tellEnd(task, failure.slot.known(), result);
    }
  }
}
