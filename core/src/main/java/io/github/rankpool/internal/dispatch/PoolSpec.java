package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Payload;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How to start a pool.
 *
 * @param name of the pool, for its threads
 * @param id of its setup, which no other pool of this process has
 * @param setup what workers do and keep before the first task; null for nothing
 * @param workers gives the workers; called once, when the pool starts
 */
public record PoolSpec(
    String name, long id, @Nullable Payload setup, Supplier<WorkerGroup> workers) {}
