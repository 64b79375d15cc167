package io.github.rankpool.metrics;

import io.github.rankpool.MpiPoolExecutor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The meters of a pool: those that Micrometer has for executors, by their usual names, and {@code
 * rankpool.*}. All have the tags {@code name} and {@code backend}; those of one worker have {@code
 * worker}, its rank, as well.
 *
 * <pre>{@code
 * RankpoolMetrics metrics = new RankpoolMetrics(pool, "simulation", Tags.empty());
 * metrics.bindTo(registry);
 * }</pre>
 *
 * <p>The meters are removed from their registries by {@link #close} and at the pool's end; those of
 * a worker when it is lost. Until then the pool refers to its executor, so that it has to be
 * closed: being dropped does not end it.
 *
 * <p>Pools that are there at the same time need different names, or other tags that differ: to a
 * registry, meters of one name and the same tags are one meter. It is that of the pool that was
 * bound first, and is removed as soon as one of them ends.
 *
 * <p>Safe for use by many threads.
 */
public final class RankpoolMetrics implements MeterBinder, AutoCloseable {
  private final MpiPoolExecutor pool;
  private final Tags tags;
  // Guarded by this.
  private final List<Binding> bindings = new ArrayList<>();
  private boolean closed;

  /**
   * Measures nothing before it is bound.
   *
   * @param pool whose meters these are; not started by them
   * @param name of the pool, the value of the tag {@code name}
   * @param tags of all meters beside that and {@code backend}
   */
  public RankpoolMetrics(MpiPoolExecutor pool, String name, Iterable<Tag> tags) {
    this.pool = Objects.requireNonNull(pool, "pool");
    this.tags = Tags.of("name", name, "backend", pool.backend()).and(tags);
  }

  /**
   * Registers the meters. Starts nothing; workers have theirs once they are ready.
   *
   * @param registry of any kind; may be one of several
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (!closed) {
      bindings.add(Binding.of(pool, registry, tags));
    }
  }

  /** Removes the meters from all registries. Idempotent; leaves the pool as it is. */
  @Override
  public synchronized void close() {
    closed = true;
    bindings.forEach(Binding::close);
    bindings.clear();
  }
}
