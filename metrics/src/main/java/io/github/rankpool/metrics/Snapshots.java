package io.github.rankpool.metrics;

import io.github.rankpool.PoolStatistics;
import io.github.rankpool.WorkerStatistics;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Statistics that serve all meters of one scrape. Thread-safe. */
final class Snapshots {
  /** A scrape reads many meters in little time; each reads a snapshot of all workers. */
  static final long LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Supplier<PoolStatistics> source;
  private final LongSupplier clock;
  private volatile @Nullable Snapshot latest;

  private record Snapshot(
      long nanos, PoolStatistics pool, Map<Integer, WorkerStatistics> workers) {}

  /**
   * Takes none yet.
   *
   * @param source of statistics
   * @param clock in nanoseconds
   */
  Snapshots(Supplier<PoolStatistics> source, LongSupplier clock) {
    this.source = source;
    this.clock = clock;
  }

  /** A new one, which others get as well for a while. */
  PoolStatistics renewed() {
    return take(clock.getAsLong()).pool;
  }

  PoolStatistics pool() {
    return current().pool;
  }

  /** What one worker tells; 0 if there is no such worker. */
  double ofWorker(int rank, ToDoubleFunction<WorkerStatistics> figure) {
    WorkerStatistics worker = current().workers.get(rank);
    return worker == null ? 0 : figure.applyAsDouble(worker);
  }

  private Snapshot current() {
    Snapshot snapshot = latest;
    long now = clock.getAsLong();
    return snapshot != null && now - snapshot.nanos < LIFE_NANOS ? snapshot : take(now);
  }

  private Snapshot take(long now) {
    PoolStatistics pool = source.get();
    Snapshot snapshot =
        new Snapshot(
            now,
            pool,
            pool.workers().stream()
                .collect(Collectors.toMap(WorkerStatistics::rank, worker -> worker)));
    latest = snapshot;
    return snapshot;
  }
}
