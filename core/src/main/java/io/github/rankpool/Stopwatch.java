package io.github.rankpool;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sums the time that something takes which is done over and over. Looking at the clock takes as
 * long as a short one, so that once they are short only some of them are measured, by chance, and
 * count for all. Thread-safe.
 */
final class Stopwatch {
  /** How many a measured one counts for, of short ones. */
  static final int ONE_IN = 16;

  private static final long SHORT_NANOS = 5_000;

  private final LongAdder nanos = new LongAdder();
  private volatile boolean areShort;

  /**
   * How many the next one counts for.
   *
   * @return 0 if it is not to be measured
   */
  int weight() {
    if (!areShort) {
      return 1;
    }
    return ThreadLocalRandom.current().nextInt(ONE_IN) == 0 ? ONE_IN : 0;
  }

  /**
   * One has come to its end.
   *
   * @param weight its weight
   * @param beginNanos when it began, by this JVM's clock
   */
  void stop(int weight, long beginNanos) {
    long duration = System.nanoTime() - beginNanos;
    nanos.add(weight * duration);
    boolean isShort = duration < SHORT_NANOS;
    if (areShort != isShort) {
      areShort = isShort;
    }
  }

  /** The sum, in nanoseconds. */
  long nanos() {
    return nanos.sum();
  }
}
