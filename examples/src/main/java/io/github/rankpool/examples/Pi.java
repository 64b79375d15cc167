package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Integrates 4 / (1 + x²) from 0 to 1 by the midpoint rule, a share of the intervals a task. */
public final class Pi {
  private static final String USAGE =
      """
      Approximates pi on a pool of workers.
        --workers N    number of workers; default as many as fit
        --intervals N  number of intervals; default 10000000
      """;

  private static final int DEFAULT_INTERVALS = 10_000_000;

  private Pi() {}

  /**
   * Computes pi.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, USAGE);
    int intervals = arguments.number("--intervals", DEFAULT_INTERVALS);
    try (MpiPoolExecutor pool = arguments.newPool()) {
      Timing timing = Timing.start(pool);
      int tasks = pool.workerCount();
      List<CompletableFuture<Double>> shares = new ArrayList<>();
      for (int i = 0; i < tasks; i++) {
        int first = i;
        shares.add(pool.submit(() -> share(first, tasks, intervals)));
      }
      double pi = shares.stream().mapToDouble(CompletableFuture::join).sum();
      System.out.printf(
          Locale.ROOT,
          "pi: %.16f, error: %.3e (%d intervals, %d workers)%n",
          pi,
          Math.abs(pi - Math.PI),
          intervals,
          tasks);
      timing.print();
    }
  }

  /**
   * Integrates over every {@code step}-th interval.
   *
   * @param first number of the first interval, from 0
   * @param step distance between intervals
   * @param intervals number of intervals in all
   * @return this share's part of pi
   */
  static double share(int first, int step, int intervals) {
    double width = 1.0 / intervals;
    double sum = 0;
    for (int i = first; i < intervals; i += step) {
      double x = width * (i + 0.5);
      sum += 4 / (1 + x * x);
    }
    return sum * width;
  }
}
