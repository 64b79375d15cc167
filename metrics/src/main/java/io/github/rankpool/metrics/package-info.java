/**
 * Meters of a pool for Micrometer: reads what core counts, and knows nothing else of it.
 *
 * <p>Everything is in {@link io.github.rankpool.metrics.RankpoolMetrics}; docs/metrics.md lists the
 * meters.
 */
@NullMarked
package io.github.rankpool.metrics;

import org.jspecify.annotations.NullMarked;
