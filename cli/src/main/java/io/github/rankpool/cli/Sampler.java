package io.github.rankpool.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** Repeats a measurement for a while. */
final class Sampler {
  /** The first third of the time is for the JIT compiler, and for windows to find their size. */
  private static final int WARM_UP_PART = 3;

  private static final int FEWEST = 5;
  private static final int MOST = 200_000;

  private final LongSupplier clock;

  /**
   * Measures nothing yet.
   *
   * @param clock in nanoseconds
   */
  Sampler(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Takes samples, the first ones in vain.
   *
   * @param time for all of them; it takes longer where there would be less than {@value #FEWEST}
   * @param measurement gives a sample
   * @return in the order in which they were taken
   */
  double[] sample(Duration time, DoubleSupplier measurement) {
    long begin = clock.getAsLong();
    long warm = begin + time.toNanos() / WARM_UP_PART;
    long end = begin + time.toNanos();
    double[] samples = new double[MOST];
    do {
      samples[0] = measurement.getAsDouble(); // Until the first one that counts.
    } while (clock.getAsLong() - warm < 0);
    int count = 0;
    while (count < FEWEST || (count < MOST && clock.getAsLong() - end < 0)) {
      samples[count++] = measurement.getAsDouble();
    }
    return Arrays.copyOf(samples, count);
  }
}
