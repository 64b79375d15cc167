package io.github.rankpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Something to do with an argument, without a result, that can be sent to a worker.
 *
 * @param <A> type of the argument
 */
@FunctionalInterface
public interface SerializableConsumer<A extends @Nullable Object> extends Serializable {

  /**
   * Does it. Runs on a worker.
   *
   * @param argument a copy of what was given to the pool
   * @throws Exception whatever goes wrong; it is copied back
   */
  void accept(A argument) throws Exception;
}
