/**
 * Long random runs of a pool whose workers are killed and stopped meanwhile. A run's {@link
 * io.github.rankpool.it.chaos.Plan} comes from its seed; {@link
 * io.github.rankpool.it.chaos.Caller}s use the pool, a {@link io.github.rankpool.it.chaos.Hand}
 * strikes its workers, the {@link io.github.rankpool.it.chaos.Ledger} knows what was asked for, and
 * the {@link io.github.rankpool.it.chaos.Judge} says whether what came of it is right.
 */
package io.github.rankpool.it.chaos;
