package io.github.rankpool.benchmarks;

import static io.github.rankpool.benchmarks.Measurement.print;
import static io.github.rankpool.benchmarks.Measurement.secondsSince;

import io.github.rankpool.SerializableCallable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Tasks that work: durations spread over four decades, and equal ones on all cores. */
final class LoadScenarios {
  private static final int MIXED_TASKS = 37;

  /**
   * An order in which list scheduling, at no cost, comes within 0.5 % of the bound on 2 workers.
   */
  private static final int MIXED_FIRST = 51;

  private static final double SHORTEST_SECONDS = 1e-4;
  private static final double DECADES = 4;
  private static final double GOLDEN = 0.618033988749895;

  private static final int CPU_TASKS_PER_SECOND = 50;

  /** About a second and a half: the compilers compete with the tasks until they are done. */
  private static final int CPU_WARM_UP_TASKS_PER_WORKER = 75;

  private static final int CPU_STEPS = 10_000_000;

  private LoadScenarios() {}

  /**
   * The same durations in every run and every language: log-uniform over four decades, in an order
   * without a pattern, about four seconds in all.
   */
  static double[] mixedDurations() {
    return IntStream.range(MIXED_FIRST, MIXED_FIRST + MIXED_TASKS)
        .mapToDouble(i -> SHORTEST_SECONDS * Math.pow(10, DECADES * (i * GOLDEN % 1)))
        .toArray();
  }

  /** The least time in which anyone can be done. */
  static double bound(double[] durations, int workers) {
    return Math.max(
        DoubleStream.of(durations).max().orElseThrow(), DoubleStream.of(durations).sum() / workers);
  }

  /** The time if each task goes, in order and at no cost, to the worker that is free first. */
  static double listScheduled(double[] durations, int workers) {
    double[] freeAt = new double[workers];
    for (double duration : durations) {
      Arrays.sort(freeAt);
      freeAt[0] += duration;
    }
    return DoubleStream.of(freeAt).max().orElseThrow();
  }

  static void mixed(Subject pool, int workers) {
    double[] durations = mixedDurations();
    time(pool, workers * 10, () -> spin(SHORTEST_SECONDS));
    long start = System.nanoTime();
    List<Future<Integer>> results = new ArrayList<>();
    for (double duration : durations) {
      results.add(pool.submit(() -> spin(duration)));
    }
    results.forEach(Measurement::result);
    double makespan = secondsSince(start);
    print("mixed.bound", makespan / bound(durations, workers), "ratio");
    print("mixed.list", makespan / listScheduled(durations, workers), "ratio");
  }

  /** Against threads that do the same work without a pool. */
  static void cpu(Subject pool, int workers, double seconds) {
    int tasks =
        workers * (int) Math.max(CPU_TASKS_PER_SECOND / 2, 4 * CPU_TASKS_PER_SECOND * seconds);
    time(pool, workers * CPU_WARM_UP_TASKS_PER_WORKER, () -> compute(CPU_STEPS));
    try (Subject threads = Subject.threadPool(workers)) {
      time(threads, workers * 20, () -> compute(CPU_STEPS));
      for (int i = 0; i < 3; i++) {
        double plain = time(threads, tasks, () -> compute(CPU_STEPS));
        print("cpu.ratio", time(pool, tasks, () -> compute(CPU_STEPS)) / plain, "ratio");
      }
    }
  }

  private static <T> double time(Subject pool, int tasks, SerializableCallable<T> task) {
    long start = System.nanoTime();
    List<Future<T>> results = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      results.add(pool.submit(task));
    }
    results.forEach(Measurement::result);
    return secondsSince(start);
  }

  private static int spin(double seconds) {
    long start = System.nanoTime();
    while (secondsSince(start) < seconds) {
      Thread.onSpinWait();
    }
    return 0;
  }

  private static long compute(int steps) {
    long x = steps;
    for (int i = 0; i < steps; i++) {
      x ^= x << 13;
      x ^= x >>> 7;
      x ^= x << 17;
    }
    return x;
  }
}
