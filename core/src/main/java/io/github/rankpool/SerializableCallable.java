package io.github.rankpool;

import java.io.Serializable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * A task that returns a value and can be sent to a worker. A lambda passed to {@link
 * MpiPoolExecutor#submit(SerializableCallable)} is one.
 *
 * @param <T> type of the result
 */
@FunctionalInterface
public interface SerializableCallable<T extends @Nullable Object>
    extends Callable<T>, Serializable {}
