package io.github.rankpool.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.metrics.RankpoolMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
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
  private static final OperatingSystemMXBean MACHINE =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final MpiPoolExecutor pool;
  private final List<Meters> all =
      List.of(
          new Meters("none"),
          // What chance alone does.
          new Meters("none again"),
          new Meters("simple", new SimpleMeterRegistry()),
          new Meters("prometheus", new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));

  private MetricsCost(MpiPoolExecutor pool) {
    this.pool = pool;
  }

  /** Where the pool has meters, and how fast it is then. */
  private static final class Meters {
    final String name;
    final List<MeterRegistry> registries;
    final List<Sample> samples = new ArrayList<>();

    Meters(String name, MeterRegistry... registries) {
      this.name = name;
      this.registries = List.of(registries);
    }

    Statistics speed() {
      return Statistics.of(samples.stream().mapToDouble(Sample::tasksPerSecond).toArray());
    }

    /** Single samples are of few ticks of the system's clock of processor time. */
    double meanProcessorNanos() {
      return samples.stream().mapToDouble(Sample::processorNanos).average().orElseThrow();
    }

    Statistics ratiosTo(Meters other) {
      return Statistics.of(
          IntStream.range(0, samples.size())
              .mapToDouble(i -> samples.get(i).tasksPerSecond / other.samples.get(i).tasksPerSecond)
              .toArray());
    }
  }

  /**
   * What one kind of meters did in one round.
   *
   * @param tasksPerSecond the throughput
   * @param processorNanos of all threads, for each task; those of other processes leave it alone
   */
  private record Sample(double tasksPerSecond, double processorNanos) {}

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
      MetricsCost cost = new MetricsCost(pool);
      cost.run(rounds);
      cost.print(workers, rounds);
    }
  }

  private void run(int rounds) {
    List<Meters> order = new ArrayList<>(all);
    for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      Collections.rotate(order, 1);
      if (round % order.size() == 0) {
        // Otherwise, each would always follow the same one.
        Collections.reverse(order);
      }
      for (Meters meters : order) {
        Sample sample = sample(meters);
        if (round >= WARM_UP_ROUNDS) {
          meters.samples.add(sample);
        }
      }
    }
  }

  private Sample sample(Meters meters) {
    try (RankpoolMetrics metrics = new RankpoolMetrics(pool, "measured", Tags.empty())) {
      meters.registries.forEach(metrics::bindTo);
      // Binding takes long enough for the pool's threads to fall asleep.
      runBatch();
      long begin = System.nanoTime();
      long processorBegin = MACHINE.getProcessCpuTime();
      for (int batch = 0; batch < BATCHES; batch++) {
        runBatch();
      }
      double tasks = BATCHES * TASKS;
      return new Sample(
          tasks / Measurement.secondsSince(begin),
          (MACHINE.getProcessCpuTime() - processorBegin) / tasks);
    }
  }

  private void runBatch() {
    List<Future<Integer>> results = new ArrayList<>(TASKS);
    for (int i = 0; i < TASKS; i++) {
      results.add(pool.submit(() -> 1));
    }
    results.forEach(Measurement::result);
  }

  private static String quartiles(Statistics figures) {
    return String.format(
        Locale.ROOT,
        "%.3f %.3f %.3f",
        figures.percentile(25),
        figures.median(),
        figures.percentile(75));
  }

  private void print(int workers, int rounds) {
    System.out.printf(
        Locale.ROOT,
        "%d worker(s), %d rounds of %d no-op tasks each; %d processors, load %.2f%n"
            + "%-12s %8s   %-24s%s%n",
        workers,
        rounds,
        BATCHES * TASKS,
        Runtime.getRuntime().availableProcessors(),
        MACHINE.getSystemLoadAverage(),
        "",
        "tasks/s",
        "to none: quartiles",
        "processor time");
    for (Meters meters : all) {
      System.out.printf(
          Locale.ROOT,
          "%-12s %8.0f   %-24s%.0f ns/task%n",
          meters.name,
          meters.speed().median(),
          quartiles(meters.ratiosTo(all.get(0))),
          meters.meanProcessorNanos());
    }
  }
}
