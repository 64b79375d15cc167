package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Counter;

/**
 * How the task thread spends its time: it is idle while it waits for a job, and busy otherwise, so
 * that no task needs a look at the clock. Written by that thread, readable by any.
 */
final class Effort {
  private final long beganNanos;
  private final Counter tasks = new Counter();
  private volatile Idleness idleness = new Idleness(false, 0);

  /**
   * Idle time.
   *
   * @param lasts whether the thread waits at present
   * @param nanos how long it has waited; if it waits, less the moment at which it began to
   */
  private record Idleness(boolean lasts, long nanos) {
    long until(long now) {
      return lasts ? nanos + now : nanos;
    }
  }

  /**
   * Begins with a thread that is busy.
   *
   * @param now in nanoseconds, as all moments here
   */
  Effort(long now) {
    this.beganNanos = now;
  }

  void beginToWait(long now) {
    idleness = new Idleness(true, idleness.nanos - now);
  }

  void endWait(long now) {
    idleness = new Idleness(false, idleness.until(now));
  }

  void taskRun() {
    tasks.add(1);
  }

  long tasks() {
    return tasks.get();
  }

  long idleNanos(long now) {
    return Math.max(0, idleness.until(now));
  }

  /** All its time but the idle one. */
  long busyNanos(long now) {
    return Math.max(0, now - beganNanos - idleNanos(now));
  }
}
