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
 * @param retries how many workers a task may lose and still go to another one
 * @param workers gives the workers; called once, when the pool starts
 */
public record PoolSpec(
    String name, long id, @Nullable Payload setup, int retries, Supplier<WorkerGroup> workers) {}
