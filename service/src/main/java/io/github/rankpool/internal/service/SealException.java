package io.github.rankpool.internal.service;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What came is not what the peer sent, or the peer holds another key. */
public final class SealException extends IOException {
  private static final long serialVersionUID = 1L;

  SealException(String what, @Nullable Throwable cause) {
    super("received " + what, cause);
  }
}
