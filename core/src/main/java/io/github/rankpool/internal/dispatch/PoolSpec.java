package io.github.rankpool.internal.dispatch;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import java.util.function.BiFunction;

/**
 * How to start a pool.
 *
 * @param name of the pool, for its threads
 * @param provider the backend
 * @param level of thread support to ask MPI for
 * @param backoffNanos longest sleep between two polls, in nanoseconds
 * @param zeroCopy whether large arrays travel beside the stream
 * @param request makes the request to spawn the workers, from MPI and the pool's secret; called on
 *     the communication thread
 */
public record PoolSpec(
    String name,
    MpiProvider provider,
    ThreadLevel level,
    long backoffNanos,
    boolean zeroCopy,
    BiFunction<MpiRuntime, byte[], SpawnRequest> request) {}
