package io.github.rankpool.benchmarks;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.metrics.RankpoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * What of its throughput a pool loses by having meters: {@code WORKERS ROUNDS}.
 *
 * <p>One pool of threads runs tasks that do nothing, by turns with each kind of meters, in an order
 * that changes from round to round. A ratio is that of two samples of one round, so that what slows
 * the machine for longer slows both.
 */
public final class MetricsCost {
  private static final int TASKS = 20_000;
  private static final int BATCHES = 5;
  private static final int WARM_UP_ROUNDS = 15;

  private final MpiPoolExecutor pool;

  private MetricsCost(MpiPoolExecutor pool) {
    this.pool = pool;
  }

  /** What the pool is measured with; the first one is what others are compared with. */
  private enum Meters {
    NONE,
    /** Tells what chance alone does. */
    NONE_AGAIN,
    SIMPLE(new SimpleMeterRegistry()),
    PROMETHEUS(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

    final List<MeterRegistry> registries;
    final List<Double> tasksPerSecond = new ArrayList<>();

    Meters(MeterRegistry... registries) {
      this.registries = List.of(registries);
    }

    Statistics speed() {
      return statistics(tasksPerSecond);
    }

    Statistics ratio() {
      return statistics(
          IntStream.range(0, tasksPerSecond.size())
              .mapToObj(i -> tasksPerSecond.get(i) / NONE.tasksPerSecond.get(i))
              .toList());
    }

    private static Statistics statistics(List<Double> samples) {
      return Statistics.of(samples.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  /**
   * Prints throughput and ratios.
   *
   * @param args how many workers, how many rounds
   */
  public static void main(String[] args) {
    int workers = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend("threads").maxWorkers(workers).build()) {
      new MetricsCost(pool).run(rounds);
    }
    print(workers, rounds);
  }

  private void run(int rounds) {
    List<Meters> order = new ArrayList<>(Arrays.asList(Meters.values()));
    for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      Collections.rotate(order, 1);
      if (round % order.size() == 0) {
        // Otherwise, each would always follow the same one.
        Collections.reverse(order);
      }
      for (Meters meters : order) {
        double speed = tasksPerSecond(meters);
        if (round >= WARM_UP_ROUNDS) {
          meters.tasksPerSecond.add(speed);
        }
      }
    }
  }

  private double tasksPerSecond(Meters meters) {
    try (RankpoolMetrics metrics = new RankpoolMetrics(pool, "measured", Tags.empty())) {
      meters.registries.forEach(metrics::bindTo);
      long begin = System.nanoTime();
      for (int batch = 0; batch < BATCHES; batch++) {
        List<Future<Integer>> results = new ArrayList<>(TASKS);
        for (int i = 0; i < TASKS; i++) {
          results.add(pool.submit(() -> 1));
        }
        results.forEach(Measurement::result);
      }
      return BATCHES * TASKS / Measurement.secondsSince(begin);
    }
  }

  private static void print(int workers, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%d worker(s), %d rounds of %d no-op tasks each; %d processors, load %.2f%n"
            + "%-12s %10s   ratio to none: quartile, median, quartile%n",
        workers,
        rounds,
        BATCHES * TASKS,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        "meters",
        "tasks/s");
    for (Meters meters : Meters.values()) {
      Statistics ratio = meters.ratio();
      System.out.printf(
          Locale.ROOT,
          "%-12s %10.0f   %.3f %.3f %.3f%n",
          meters.name().toLowerCase(Locale.ROOT).replace('_', ' '),
          meters.speed().median(),
          ratio.percentile(25),
          ratio.median(),
          ratio.percentile(75));
    }
  }
}
