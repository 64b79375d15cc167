package io.github.rankpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Two arguments that belong together, as {@code starmap} takes them.
 *
 * @param first the first
 * @param second the second
 * @param <A> type of the first
 * @param <B> type of the second
 */
public record Tuple2<A extends @Nullable Object, B extends @Nullable Object>(A first, B second)
    implements Serializable {

  /**
   * Puts two arguments together.
   *
   * @param first the first
   * @param second the second
   * @param <A> type of the first
   * @param <B> type of the second
   * @return both
   */
  public static <A extends @Nullable Object, B extends @Nullable Object> Tuple2<A, B> of(
      A first, B second) {
    return new Tuple2<>(first, second);
  }
}
