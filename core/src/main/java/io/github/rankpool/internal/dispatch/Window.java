package io.github.rankpool.internal.dispatch;

import java.util.concurrent.TimeUnit;

/**
 * How many tasks a worker may hold: as many as keep it busy for about a millisecond, which is long
 * against a round trip and short for a task that has to wait behind them. Tasks longer than that
 * travel one at a time. Follows the measured time of the pool's tasks.
 */
final class Window {
  private static final double TARGET_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MAX_TASKS = 512;

  /** Weight of the newest task in the moving average. */
  private static final double WEIGHT = 1.0 / 16;

  /** Begins just above the target: one at a time, until a first task has turned out short. */
  private double averageNanos = TARGET_NANOS * (1 + WEIGHT / 2);

  /**
   * Takes a finished task into account.
   *
   * @param nanos how long it ran, in nanoseconds
   */
  void record(long nanos) {
    averageNanos += WEIGHT * (nanos - averageNanos);
  }

  /** The most tasks that a worker may hold. */
  int size() {
    double atOnce = TARGET_NANOS / Math.max(1, averageNanos);
    return 1 + (int) Math.min(MAX_TASKS - 1, atOnce);
  }
}
