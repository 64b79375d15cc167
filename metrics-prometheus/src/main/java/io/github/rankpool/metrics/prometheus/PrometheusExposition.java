package io.github.rankpool.metrics.prometheus;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.cli.Exposition;
import io.github.rankpool.metrics.RankpoolMetrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The meters of {@link RankpoolMetrics}. Pools are named {@code pool-1}, {@code pool-2} and so on,
 * in the order in which they are made.
 */
public final class PrometheusExposition implements Exposition {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger pools = new AtomicInteger();

  /** For the service loader. */
  public PrometheusExposition() {}

  // Meters go away with their pool.
  @SuppressWarnings("resource")
  @Override
  public void follow(MpiPoolExecutor pool) {
    new RankpoolMetrics(pool, "pool-" + pools.incrementAndGet(), Tags.empty()).bindTo(registry);
  }

  @Override
  public String text() {
    return registry.scrape();
  }
}
