package io.github.rankpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function that can be sent to a worker, together with its argument.
 *
 * @param <A> type of the argument
 * @param <R> type of the result
 */
@FunctionalInterface
public interface SerializableFunction<A extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {

  /**
   * Applies the function. Runs on a worker.
   *
   * @param argument a copy of what was given to the pool
   * @return the result, which is copied back
   * @throws Exception whatever the function throws; it is copied back as well
   */
  R apply(A argument) throws Exception;
}
