package io.github.rankpool.examples;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiFutures;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * {@link Pi} once more, as mpi4py.futures has it: as many tasks as there are workers, which meet at
 * a barrier before they work together. For that, nothing else may run in the pool; a parallel task
 * does without this rule.
 *
 * <pre>
 *  java -cp lib/rankpool-examples-*.jar io.github.rankpool.examples.PiTasks --workers 4
 * </pre>
 */
public final class PiTasks {
  private static final String USAGE =
      """
      Approximates pi by one task for each worker of a pool.
        --intervals N  number of intervals; default 10000000
      """
          + Arguments.POOL_USAGE;

  private PiTasks() {}

  /**
   * Computes pi.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Arguments arguments = Arguments.parse(args, USAGE);
    int intervals = arguments.number("--intervals", Pi.DEFAULT_INTERVALS);
    arguments.withPool(pool -> compute(pool, intervals)).ifPresent(System.out::println);
  }

  private static String compute(MpiPoolExecutor pool, int intervals) {
    int workers = pool.workerCount();
    List<CompletableFuture<Double>> tasks = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      tasks.add(pool.submit(PiTasks::integrate, intervals));
    }
    // All of them give the same.
    double pi = MpiFutures.collect(tasks).join().get(0);
    return Pi.report(pi, intervals, workers);
  }

  private static double integrate(int intervals) {
    MpiCommunicator workers = Workers.communicator();
    workers.barrier();
    return Pi.integrate(workers, intervals);
  }
}
