package io.github.rankpool.examples;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.spi.ReduceOp;
import java.math.BigDecimal;
import java.util.Locale;

/**
 * Integrates 4 / (1 + x²) from 0 to 1 by the midpoint rule: one task, for which all workers work
 * together. {@link PiTasks} does the same with a task for each worker.
 *
 * <pre>
 *  java -cp lib/rankpool-examples-*.jar io.github.rankpool.examples.Pi --workers 4 --intervals 128
 * </pre>
 */
public final class Pi {
  private static final String USAGE =
      """
      Approximates pi by a parallel task on all workers of a pool.
        --intervals N  number of intervals; default 10000000
      """
          + Arguments.POOL_USAGE;

  static final int DEFAULT_INTERVALS = 10_000_000;

  private Pi() {}

  /**
   * Computes pi.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, USAGE);
    int intervals = arguments.number("--intervals", DEFAULT_INTERVALS);
    arguments.withPool(pool -> compute(pool, intervals)).ifPresent(System.out::println);
  }

  private static String compute(MpiPoolExecutor pool, int intervals) {
    int workers = pool.workerCount();
    double pi = pool.submitParallel(workers, ranks -> integrate(ranks, intervals)).join().get(0);
    return report(pi, intervals, workers);
  }

  /**
   * Integrates together with other ranks, every one of which calls this.
   *
   * @param ranks share the intervals
   * @param intervals number of intervals in all
   * @return pi, the same on every rank
   */
  static double integrate(MpiCommunicator ranks, int intervals) {
    double width = 1.0 / intervals;
    double sum = 0;
    for (int i = ranks.rank() + 1; i <= intervals; i += ranks.size()) {
      double x = width * (i - 0.5);
      sum += 4 / (1 + x * x);
    }
    return ranks.allReduce(sum * width, ReduceOp.SUM);
  }

  static String report(double pi, int intervals, int workers) {
    return String.format(
        Locale.ROOT,
        "pi: %.16f, error: %.3e (%d intervals, %d workers)",
        // Of a double, format shows no more digits than it takes to tell it from others.
        new BigDecimal(pi),
        Math.abs(pi - Math.PI),
        intervals,
        workers);
  }
}
