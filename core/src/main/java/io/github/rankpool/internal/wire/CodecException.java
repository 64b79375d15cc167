package io.github.rankpool.internal.wire;

import org.jspecify.annotations.Nullable;

/** An object could not be encoded or decoded. The message says which part of it and why. */
public final class CodecException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what could not be encoded or decoded, and where in the object it is
   * @param cause what the serialization threw
   */
  public CodecException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
