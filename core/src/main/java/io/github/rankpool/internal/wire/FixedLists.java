package io.github.rankpool.internal.wire;

import java.io.StreamCorruptedException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lists that {@link List#of()} and {@link java.util.stream.Stream#toList} make. */
final class FixedLists {
  private static final Class<?> SHORT = List.of(1).getClass();
  private static final Class<?> LONG = List.of().getClass();

  private FixedLists() {}

  static boolean isOne(Class<?> type) {
    return type == SHORT || type == LONG;
  }

  /** Whether it may be asked for null; one that {@link List#of()} has made refuses that. */
  static boolean allowsNull(List<?> list) {
    if (list.getClass() == SHORT) {
      return false;
    }
    try {
      return list.indexOf(null) >= -1;
    } catch (NullPointerException e) {
      return false;
    }
  }

  /**
   * Makes such a list.
   *
   * @param elements of the list; not used any more
   * @param allowsNull as of {@link #allowsNull}
   * @return a list of the same class
   * @throws StreamCorruptedException if null is among the elements and not allowed
   */
  static List<?> of(@Nullable Object[] elements, boolean allowsNull)
      throws StreamCorruptedException {
    if (allowsNull) {
      return Arrays.stream(elements).toList();
    }
    for (Object element : elements) {
      if (element == null) {
        throw new StreamCorruptedException("null in a list that has none");
      }
    }
    return List.of(elements);
  }
}
