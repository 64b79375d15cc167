package io.github.rankpool.report;

import io.github.rankpool.PoolStatistics;

/**
 * Sums over the pools of a run.
 *
 * @param submitted tasks that were handed in
 * @param completed with a result
 * @param failed with an exception, those included that timed out or were lost with their worker
 * @param cancelled before they began
 * @param retried how often a task went to another worker
 * @param timedOut of those failed
 * @param busy workers that have tasks
 * @param workers that there are
 * @param workersLost in all
 * @param bytesSent to workers
 * @param bytesReceived from workers
 */
record Totals(
    long submitted,
    long completed,
    long failed,
    long cancelled,
    long retried,
    long timedOut,
    long busy,
    long workers,
    long workersLost,
    long bytesSent,
    long bytesReceived) {
  static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static Totals of(PoolStatistics pool) {
    PoolStatistics.Tasks tasks = pool.tasks();
    return new Totals(
        tasks.submitted(),
        tasks.completed(),
        tasks.failed(),
        tasks.cancelled(),
        tasks.retried(),
        tasks.timedOut(),
        tasks.running(),
        pool.workersNow(),
        pool.workersLost(),
        pool.traffic().bytesSent(),
        pool.traffic().bytesReceived());
  }

  /** How many tasks have ended, in whatever way. */
  long done() {
    return completed + failed + cancelled;
  }

  Totals plus(Totals more) {
    return new Totals(
        submitted + more.submitted,
        completed + more.completed,
        failed + more.failed,
        cancelled + more.cancelled,
        retried + more.retried,
        timedOut + more.timedOut,
        busy + more.busy,
        workers + more.workers,
        workersLost + more.workersLost,
        bytesSent + more.bytesSent,
        bytesReceived + more.bytesReceived);
  }

  /** What is left of a pool that has ended. */
  Totals withoutWorkers() {
    return new Totals(
        submitted,
        completed,
        failed,
        cancelled,
        retried,
        timedOut,
        0,
        0,
        workersLost,
        bytesSent,
        bytesReceived);
  }
}
