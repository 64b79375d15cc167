package io.github.rankpool.benchmarks;

import static io.github.rankpool.benchmarks.Measurement.REPETITIONS;
import static io.github.rankpool.benchmarks.Measurement.print;
import static io.github.rankpool.benchmarks.Measurement.repeat;
import static io.github.rankpool.benchmarks.Measurement.result;
import static io.github.rankpool.benchmarks.Measurement.secondsSince;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Measures one pool in one process: {@code KIND WORKERS SECONDS MAX-BYTES SCENARIO...}. */
public final class PoolProgram {
  private static final int FIXED_ARGUMENTS = 4;
  private static final int BATCH = 10_000;
  private static final String SUBMIT = "throughput.submit";

  /** Until the JIT compilers of master and workers are done with the paths of a task. */
  private static final double WARM_UP_LIMIT_SECONDS = 8;

  private static final double WARM_UP_STEP_SECONDS = 0.5;
  private static final int WARM_UP_PLATEAU = 3;

  /** They travel in the stream, beside it in the same frame, and in chunks. */
  private static final List<Object> ECHO_WARM_UP =
      List.of(
          new byte[1 << 10],
          new double[1 << 7],
          new byte[16 << 10],
          new double[2 << 10],
          new byte[256 << 10],
          new double[32 << 10]);

  private static final double FASTER = 1.05;

  private final boolean rankpool;
  private final int workers;
  private final double seconds;
  private final long maxBytes;

  private PoolProgram(String... args) {
    rankpool = args[0].equals("rankpool");
    workers = Integer.parseInt(args[1]);
    seconds = Double.parseDouble(args[2]);
    maxBytes = Long.parseLong(args[3]);
  }

  /**
   * Runs the scenarios in the order in which they are given.
   *
   * @param args kind of pool, number of workers, seconds for a sample, the largest array in bytes,
   *     and the scenarios
   * @throws Exception if a scenario fails
   */
  public static void main(String[] args) throws Exception {
    new PoolProgram(args).run(Arrays.asList(args).subList(FIXED_ARGUMENTS, args.length));
  }

  private void run(List<String> scenarios) throws InterruptedException {
    try (Subject pool = pool(true)) {
      result(pool.submit(() -> 0));
      // The driver takes the time at which it reads this line.
      print(ChildProcess.FIRST_RESULT, 1, "result");
      for (String scenario : scenarios) {
        switch (scenario) {
          case "start", "copied" -> {}
          case "idle" -> new IdleScenario(pool, workers).run();
          case "throughput" -> throughput(pool);
          case "scaling" -> rate(SUBMIT, () -> submitBatch(pool));
          case "latency" -> latency(pool);
          case "echo" -> echo(pool, "");
          case "mixed" -> LoadScenarios.mixed(pool, workers);
          case "cpu" -> LoadScenarios.cpu(pool, workers, seconds);
          default -> throw new IllegalArgumentException("no scenario named " + scenario);
        }
      }
    }
    if (scenarios.contains("copied")) {
      try (Subject pool = pool(false)) {
        echo(pool, "-copied");
      }
    }
  }

  private Subject pool(boolean zeroCopy) {
    return rankpool ? Subject.rankpool(workers, zeroCopy) : Subject.threadPool(workers);
  }

  private void throughput(Subject pool) {
    rate(SUBMIT, () -> submitBatch(pool));
    List<Integer> arguments = IntStream.range(0, BATCH).boxed().toList();
    rate(
        "throughput.map",
        () -> {
          Iterator<Integer> results = pool.map(i -> i, arguments).iterator();
          while (results.hasNext()) {
            results.next();
          }
        });
  }

  private void rate(String name, Runnable batch) {
    warmUp(batch);
    for (int i = 0; i < REPETITIONS; i++) {
      long start = System.nanoTime();
      int batches = repeat(seconds, batch);
      print(name, batches * (double) BATCH / secondsSince(start), "tasks/s");
    }
  }

  /** Until it gets no faster, as the compilers of all processes are done, or the time is over. */
  private static void warmUp(Runnable once) {
    double best = 0;
    long begin = System.nanoTime();
    for (int plateau = 0;
        plateau < WARM_UP_PLATEAU && secondsSince(begin) < WARM_UP_LIMIT_SECONDS; ) {
      long start = System.nanoTime();
      double pace = repeat(WARM_UP_STEP_SECONDS, once) / secondsSince(start);
      plateau = pace > FASTER * best ? 0 : plateau + 1;
      best = Math.max(best, pace);
    }
  }

  private static void submitBatch(Subject pool) {
    Future<?>[] futures = new Future<?>[BATCH];
    Arrays.setAll(futures, i -> pool.submit(() -> 0));
    for (Future<?> future : futures) {
      result(future);
    }
  }

  private void latency(Subject pool) {
    warmUp(() -> result(pool.submit(() -> 0)));
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      int most = (int) (seconds * 1_000_000);
      double[] micros = new double[Math.max(most, 1)];
      int count = 0;
      long begin = System.nanoTime();
      while (count < most && secondsSince(begin) < seconds) {
        long start = System.nanoTime();
        result(pool.submit(() -> 0));
        micros[count++] = secondsSince(start) * 1e6;
      }
      Statistics statistics = Statistics.of(Arrays.copyOf(micros, count));
      print("latency.median", statistics.median(), "us");
      print("latency.p99", statistics.percentile(99), "us");
    }
  }

  private void echo(Subject pool, String suffix) {
    warmUp(() -> ECHO_WARM_UP.forEach(array -> result(pool.submit(() -> array))));
    for (long bytes : Sizes.upTo(maxBytes)) {
      if (suffix.isEmpty()) {
        echo("echo.byte", pool, new byte[(int) bytes], bytes);
      }
      echo("echo.double" + suffix, pool, new double[(int) (bytes / Double.BYTES)], bytes);
    }
  }

  private <T> void echo(String name, Subject pool, T array, long bytes) {
    Runnable once = () -> result(pool.submit(() -> array));
    double share = seconds / 4;
    repeat(share, once);
    for (int i = 0; i < REPETITIONS; i++) {
      long start = System.nanoTime();
      int times = repeat(share / 2, once);
      print(name + '.' + bytes, 2.0 * bytes * times / secondsSince(start) / 1e9, "GB/s");
    }
  }
}
