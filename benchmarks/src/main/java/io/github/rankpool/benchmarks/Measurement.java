package io.github.rankpool.benchmarks;

import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What the measuring programs have in common: how long they take, and how they print. */
final class Measurement {
  /** Samples of one measurement in one process. */
  static final int REPETITIONS = 3;

  private static final double NANOS_PER_SECOND = 1e9;

  private Measurement() {}

  static double secondsSince(long start) {
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }

  static void print(String name, double value, String unit) {
    System.out.printf(Locale.ROOT, "%s %.9g %s%n", name, value, unit);
  }

  static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a task of the benchmark failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a task", e);
    }
  }

  /** Runs a batch over and over until the time is up; batches are at least one. */
  static int repeat(double seconds, Runnable batch) {
    long start = System.nanoTime();
    int batches = 0;
    do {
      batch.run();
      batches++;
    } while (secondsSince(start) < seconds);
    return batches;
  }
}
