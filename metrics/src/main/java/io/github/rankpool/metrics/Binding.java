package io.github.rankpool.metrics;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.PoolObserver;
import io.github.rankpool.WorkerStatistics;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The meters of one pool in one registry. Thread-safe. */
final class Binding implements PoolObserver {
  private final MeterRegistry registry;
  private final Snapshots snapshots;
  private final Tags tags;
  // Guarded by this.
  private final List<Meter> ofPool;
  private final Map<Integer, List<Meter>> ofWorkers = new HashMap<>();
  private @Nullable Registration registration;
  private boolean closed;

  private Binding(MpiPoolExecutor pool, MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.snapshots = new Snapshots(pool::statistics, System::nanoTime);
    this.tags = tags;
    this.ofPool = PoolMeters.register(registry, tags, snapshots);
  }

  static Binding of(MpiPoolExecutor pool, MeterRegistry registry, Tags tags) {
    Binding binding = new Binding(pool, registry, tags);
    binding.observe(pool);
    binding.workersChanged();
    if (pool.isTerminated()) {
      // Perhaps before it was observed.
      binding.close();
    }
    return binding;
  }

  private synchronized void observe(MpiPoolExecutor pool) {
    registration = pool.addObserver(this);
  }

  /** Being told of every task costs the pool a tenth of its throughput; its sums are enough. */
  @Override
  public boolean wantsTasks() {
    return false;
  }

  @Override
  public synchronized void workersChanged() {
    if (closed) {
      return;
    }
    Set<Integer> ranks =
        snapshots.renewed().workers().stream()
            .map(WorkerStatistics::rank)
            .collect(Collectors.toSet());
    ofWorkers
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !ranks.contains(entry.getKey());
              if (gone) {
                entry.getValue().forEach(registry::remove);
              }
              return gone;
            });
    for (int rank : ranks) {
      ofWorkers.computeIfAbsent(
          rank,
          fresh ->
              WorkerMeters.register(
                  registry, tags.and("worker", String.valueOf(fresh)), snapshots, fresh));
    }
  }

  @Override
  public void poolEnded() {
    close();
  }

  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (registration != null) {
      registration.close();
    }
    ofPool.forEach(registry::remove);
    ofWorkers.values().forEach(meters -> meters.forEach(registry::remove));
    ofWorkers.clear();
  }
}
