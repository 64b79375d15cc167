package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Counter;

/**
 * How long it takes to have a task run, beside running it: from handing it to a worker that had
 * none until its result is here. A moving average; written by the communication thread.
 */
final class RoundTrip {
  /** The part of the average that a new one makes. */
  private static final int NEWEST_PART = 8;

  private final Counter averageNanos = new Counter();
  private long beganNanos;
  private boolean underWay;

  /** A worker without tasks gets some. */
  void begin(long now) {
    beganNanos = now;
    underWay = true;
  }

  /** What has begun tells nothing, as tasks were taken back. */
  void giveUp() {
    underWay = false;
  }

  /** A task has come back, the first one of those perhaps. */
  void end(long now, long ranNanos) {
    if (!underWay) {
      return;
    }
    underWay = false;
    long nanos = Math.max(0, now - beganNanos - ranNanos);
    long average = averageNanos.get();
    averageNanos.set(average == 0 ? nanos : average + (nanos - average) / NEWEST_PART);
  }

  /** The average in nanoseconds, for any thread; 0 before the first one. */
  long averageNanos() {
    return averageNanos.get();
  }
}
