/**
 * Meters of a pool for Micrometer: reads what core counts, and knows nothing else of it.
 *
 * <p>All meters are in {@link io.github.rankpool.metrics.RankpoolMetrics}; docs/metrics.md lists
 * them. {@link io.github.rankpool.metrics.RankpoolObservations} follows single tasks, for traces.
 */
@NullMarked
package io.github.rankpool.metrics;

import org.jspecify.annotations.NullMarked;
