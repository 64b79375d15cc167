package io.github.rankpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that can be sent to a worker, together with them.
 *
 * @param <A> type of the first argument
 * @param <B> type of the second argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface SerializableBiFunction<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /**
   * Applies the function. Runs on a worker.
   *
   * @param first a copy of what was given to the pool
   * @param second likewise
   * @return the result, which is copied back
   * @throws Exception whatever the function throws; it is copied back as well
   */
  R apply(A first, B second) throws Exception;
}
