package io.github.rankpool;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the tasks of a pool. Thread-safe. */
final class TaskTally {
  private final LongAdder submitted = new LongAdder();
  private final Map<TaskOutcome, LongAdder> ended = new EnumMap<>(TaskOutcome.class);

  TaskTally() {
    for (TaskOutcome outcome : TaskOutcome.values()) {
      ended.put(outcome, new LongAdder());
    }
  }

  /** A task is about to be handed in, so that it is counted before it can end. */
  void submitting() {
    submitted.increment();
  }

  /** The pool has not taken that task. */
  void refused() {
    submitted.decrement();
  }

  void ended(TaskOutcome outcome) {
    adder(outcome).increment();
  }

  private LongAdder adder(TaskOutcome outcome) {
    return Objects.requireNonNull(ended.get(outcome));
  }

  /**
   * The tasks by what became of them.
   *
   * @param outstanding how many of them workers have
   * @param busyWorkers how many workers have any
   * @param retried how often one was put back
   */
  PoolStatistics.Tasks count(long outstanding, long busyWorkers, long retried) {
    // What has ended is read before what was submitted, so that no more can have ended.
    long completed = adder(TaskOutcome.COMPLETED).sum();
    long lost = adder(TaskOutcome.LOST).sum();
    long timedOut = adder(TaskOutcome.TIMED_OUT).sum();
    long failed = adder(TaskOutcome.FAILED).sum() + lost + timedOut;
    long cancelled = adder(TaskOutcome.CANCELLED).sum();
    long all = submitted.sum();
    long unfinished = Math.max(0, all - completed - failed - cancelled);
    long running = Math.min(unfinished, Math.min(Math.max(0, outstanding), busyWorkers));
    return new PoolStatistics.Tasks(
        all, unfinished - running, running, completed, failed, lost, timedOut, cancelled, retried);
  }
}
