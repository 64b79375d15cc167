package io.github.rankpool;

import org.jspecify.annotations.Nullable;

/** Null results in collections that take no nulls. */
final class Nulls {
  private static final Object NULL = new Object();

  private Nulls() {}

  @SuppressWarnings("unchecked") // Taken back by unmask before anybody sees it.
  static <T> T mask(@Nullable T value) {
    return value == null ? (T) NULL : value;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // A caller whose T admits null gets null back.
  static <T> T unmask(T masked) {
    return masked == NULL ? (T) null : masked;
  }
}
