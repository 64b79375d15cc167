package io.github.rankpool.spi;

import org.jspecify.annotations.Nullable;

/**
 * An MPI operation failed, or a backend cannot be used.
 *
 * <p>The message begins with a stable code such as {@code RP-301}, explained in {@code
 * docs/errors.md}, and says what failed, the value in question, and what to do.
 */
public class MpiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Stable code, the first word of the message. */
  private final String code;

  /**
   * Creates an exception without a cause.
   *
   * @param code stable code, such as {@code RP-301}
   * @param message what failed, the value, and the remedy; without the code
   */
  public MpiException(String code, String message) {
    this(code, message, null);
  }

  /**
   * Creates an exception.
   *
   * @param code stable code, such as {@code RP-301}
   * @param message what failed, the value, and the remedy; without the code
   * @param cause what the MPI implementation threw, or null
   */
  public MpiException(String code, String message, @Nullable Throwable cause) {
    super(code + ": " + message, cause);
    this.code = code;
  }

  /**
   * Returns the stable code.
   *
   * @return for example {@code RP-301}
   */
  public final String code() {
    return code;
  }
}
