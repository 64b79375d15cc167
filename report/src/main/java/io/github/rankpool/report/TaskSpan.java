package io.github.rankpool.report;

import java.util.Comparator;

/**
 * A task that a worker has run.
 *
 * @param lane of the worker
 * @param id of the task in its pool
 * @param outcome in words
 * @param waitNanos from its submission until a worker could have begun it
 * @param beginNanos since the beginning of the run
 * @param runNanos as the worker measured it
 */
record TaskSpan(
    Lane lane, long id, String outcome, long waitNanos, long beginNanos, long runNanos) {
  static final Comparator<TaskSpan> BY_RUN_TIME = Comparator.comparingLong(TaskSpan::runNanos);

  /** The same task with another lane. */
  TaskSpan on(Lane other) {
    return new TaskSpan(other, id, outcome, waitNanos, beginNanos, runNanos);
  }

  long endNanos() {
    return beginNanos + runNanos;
  }
}
