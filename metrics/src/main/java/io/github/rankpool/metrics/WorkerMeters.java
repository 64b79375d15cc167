package io.github.rankpool.metrics;

import io.github.rankpool.WorkerStatistics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Registers the meters that each worker has. */
final class WorkerMeters {
  private final Tags tags;
  private final int rank;
  private final SnapshotMeters meters;

  private WorkerMeters(MeterRegistry registry, Tags tags, Snapshots snapshots, int rank) {
    this.tags = tags;
    this.rank = rank;
    this.meters = new SnapshotMeters(registry, snapshots);
  }

  /** Registers those of one worker. */
  static List<Meter> register(MeterRegistry registry, Tags tags, Snapshots snapshots, int rank) {
    WorkerMeters meters = new WorkerMeters(registry, tags, snapshots, rank);
    meters.registerAll();
    return meters.meters.all();
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
        worker -> worker.work().busyNanos() / SnapshotMeters.NANOS_PER_SECOND);
    counter(
        "rankpool.worker.idle",
        "seconds",
        "Time that the worker has waited for tasks",
        worker -> worker.work().idleNanos() / SnapshotMeters.NANOS_PER_SECOND);
    meters.timer(
        "rankpool.worker.backoff",
        tags,
        "Sleeps of the worker's communication thread",
        each -> (long) each.ofWorker(rank, worker -> worker.work().backoff().count()),
        each -> each.ofWorker(rank, worker -> worker.work().backoff().nanos()));
    gauge(
        "rankpool.worker.window",
        "tasks",
        "The most tasks that the worker may hold",
        WorkerStatistics::window);
    gauge(
        "rankpool.worker.round.trip",
        "seconds",
        "What it takes to have a task run there, beside running it",
        worker -> worker.roundTripNanos() / SnapshotMeters.NANOS_PER_SECOND);
    gauge(
        "rankpool.worker.silence",
        "seconds",
        "How long ago a message came from the worker",
        WorkerStatistics::secondsSinceHeard);
  }

  private void counter(
      String name, String unit, String description, ToDoubleFunction<WorkerStatistics> figure) {
    meters.counter(name, tags, unit, description, each -> each.ofWorker(rank, figure));
  }

  private void gauge(
      String name, String unit, String description, ToDoubleFunction<WorkerStatistics> figure) {
    meters.gauge(name, tags, unit, description, each -> each.ofWorker(rank, figure));
  }
}
