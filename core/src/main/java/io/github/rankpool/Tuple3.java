package io.github.rankpool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Three arguments that belong together, as {@code starmap} takes them.
 *
 * @param first the first
 * @param second the second
 * @param third the third
 * @param <A> type of the first
 * @param <B> type of the second
 * @param <C> type of the third
 */
public record Tuple3<
        A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>(
    A first, B second, C third) implements Serializable {

  /**
   * Puts three arguments together.
   *
   * @param first the first
   * @param second the second
   * @param third the third
   * @param <A> type of the first
   * @param <B> type of the second
   * @param <C> type of the third
   * @return all three
   */
  public static <A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
      Tuple3<A, B, C> of(A first, B second, C third) {
    return new Tuple3<>(first, second, third);
  }
}
