package io.github.rankpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Takes an argument, and can be sent to a worker.
 *
 * @param <A> type of the argument
 */
@FunctionalInterface
public interface SerializableConsumer<A extends @Nullable Object> extends Serializable {

  /**
   * Takes the argument.
   *
   * @param argument given by the caller
   * @throws Exception if it fails
   */
  void accept(A argument) throws Exception;
}
