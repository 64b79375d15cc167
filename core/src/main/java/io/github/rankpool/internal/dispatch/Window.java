package io.github.rankpool.internal.dispatch;

import java.util.concurrent.TimeUnit;

/**
 * How many tasks a worker may hold: as many as keep it busy for about a millisecond, which is long
 * against a round trip and short for a task that has to wait behind them. Of tasks longer than that
 * one waits behind the one that runs; of very long ones none. Follows the measured time of the
 * pool's tasks.
 */
final class Window {
  private static final double TARGET_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int MAX_TASKS = 512;

  /** Weight of the newest task in the moving average. */
  private static final double WEIGHT = 1.0 / 16;

  /**
   * What a task may count for at most: so many times the average, and a little more. Where
   * processes share a core, one no-op may take as long as a time slice; one that long must not make
   * windows small, several that are must do so soon.
   */
  private static final double MOST_TIMES_AVERAGE = 8;

  private static final double LEAST_LIMIT_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  /**
   * Up to this average a worker gets its next task while it runs one: a round trip between two
   * would be a part of the tasks' time that counts.
   */
  private static final double AHEAD_BELOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Above this average, who waits for a result had better leave the cores to the tasks. */
  private static final double LONG_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** Begins just above the target: one at a time, until a first task has turned out short. */
  private double averageNanos = TARGET_NANOS * (1 + WEIGHT / 2);

  private boolean anyEnded;

  /**
   * Takes a finished task into account.
   *
   * @param nanos how long it ran, in nanoseconds
   */
  void record(long nanos) {
    double limit = MOST_TIMES_AVERAGE * averageNanos + LEAST_LIMIT_NANOS;
    double counted = Math.min((double) Math.max(0, nanos), limit);
    anyEnded = true;
    averageNanos += WEIGHT * (counted - averageNanos);
  }

  /** The most tasks that a worker may hold. */
  int size() {
    double atOnce = TARGET_NANOS / Math.max(1, averageNanos);
    int least = anyEnded && averageNanos < AHEAD_BELOW_NANOS ? 2 : 1;
    return Math.max(least, 1 + (int) Math.min(MAX_TASKS - 1, atOnce));
  }

  /** Whether tasks take so long that results need not be looked for all the time. */
  boolean isOfLongTasks() {
    return anyEnded && averageNanos > LONG_NANOS;
  }
}
