package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.TaskRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Tasks that have passed their time limit, as their workers tell. A task's future is done then; its
 * worker is busy until the task has really ended, and given up if that takes longer than is
 * allowed.
 *
 * <p>For the communication thread only.
 */
final class TimeLimits {
  private final Scheduler scheduler;
  private final LongSupplier clock;
  private final List<Overdue> awaited = new ArrayList<>();

  private record Overdue(WorkerSlot slot, DispatchTask task, long untilNanos) {}

  TimeLimits(Scheduler scheduler, LongSupplier clock) {
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /** A worker tells that the task it runs has passed its limit, and was interrupted. */
  void passed(WorkerSlot slot, TaskRecord record) {
    DispatchTask task = slot.find(record.id());
    if (task == null) {
      return;
    }
    task.unwanted = true;
    if (!scheduler.isConsequence(task) && task.finish()) {
      task.session().tellEnd(task, slot.known(), record);
    }
    scheduler.recallAllBehind(task);
    if (task.terms().graceNanos() > 0) {
      awaited.add(new Overdue(slot, task, clock.getAsLong() + task.terms().graceNanos()));
    }
  }

  /** Gives workers up whose tasks have not ended in time. */
  void check() {
    if (!awaited.isEmpty()) {
      awaited.removeIf(this::isSettled);
    }
  }

  private boolean isSettled(Overdue overdue) {
    if (overdue.slot.find(overdue.task.id()) == null) {
      return true;
    }
    if (clock.getAsLong() - overdue.untilNanos < 0) {
      return false;
    }
    TaskTerms terms = overdue.task.terms();
    overdue.slot.fault =
        "its task did not end within "
            + Duration.ofNanos(terms.graceNanos())
            + " of its time limit of "
            + Duration.ofNanos(terms.limitNanos());
    return true;
  }

  /** How long nobody needs to call {@link #check}, in nanoseconds. */
  long nanosToNextCheck() {
    long nanos = Long.MAX_VALUE;
    for (Overdue overdue : awaited) {
      nanos = Math.min(nanos, Math.max(1, overdue.untilNanos - clock.getAsLong()));
    }
    return nanos;
  }
}
