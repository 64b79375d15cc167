package io.github.rankpool.metrics;

import io.github.rankpool.WorkerStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Registers the meters that each worker has. */
final class WorkerMeters {
  private static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final Tags tags;
  private final Snapshots snapshots;
  private final int rank;
  private final List<Meter> meters = new ArrayList<>();

  private WorkerMeters(MeterRegistry registry, Tags tags, Snapshots snapshots, int rank) {
    this.registry = registry;
    this.tags = tags;
    this.snapshots = snapshots;
    this.rank = rank;
  }

  /** Registers those of one worker. */
  static List<Meter> register(MeterRegistry registry, Tags tags, Snapshots snapshots, int rank) {
    WorkerMeters meters = new WorkerMeters(registry, tags, snapshots, rank);
    meters.registerAll();
    return meters.meters;
  }

  private void registerAll() {
    counter(
        "rankpool.worker.tasks",
        "tasks",
        "Tasks that the worker has run",
        worker -> worker.work().tasks());
    counter(
        "rankpool.worker.busy",
        "seconds",
        "Time that the worker has spent on tasks",
        worker -> worker.work().busyNanos() / NANOS_PER_SECOND);
    counter(
        "rankpool.worker.idle",
        "seconds",
        "Time that the worker has waited for tasks",
        worker -> worker.work().idleNanos() / NANOS_PER_SECOND);
    meters.add(
        FunctionTimer.builder(
                "rankpool.worker.backoff",
                snapshots,
                each -> (long) each.ofWorker(rank, worker -> worker.work().backoff().count()),
                each -> each.ofWorker(rank, worker -> worker.work().backoff().nanos()),
                TimeUnit.NANOSECONDS)
            .tags(tags)
            .description("Sleeps of the worker's communication thread")
            .register(registry));
    gauge(
        "rankpool.worker.window",
        "tasks",
        "The most tasks that the worker may hold",
        WorkerStatistics::window);
    gauge(
        "rankpool.worker.round.trip",
        "seconds",
        "What it takes to have a task run there, beside running it",
        worker -> worker.roundTripNanos() / NANOS_PER_SECOND);
    gauge(
        "rankpool.worker.silence",
        "seconds",
        "How long ago a message came from the worker",
        WorkerStatistics::secondsSinceHeard);
  }

  private void counter(
      String name, String unit, String description, ToDoubleFunction<WorkerStatistics> figure) {
    meters.add(
        FunctionCounter.builder(name, snapshots, each -> each.ofWorker(rank, figure))
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(registry));
  }

  private void gauge(
      String name, String unit, String description, ToDoubleFunction<WorkerStatistics> figure) {
    meters.add(
        Gauge.builder(name, snapshots, each -> each.ofWorker(rank, figure))
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(registry));
  }
}
