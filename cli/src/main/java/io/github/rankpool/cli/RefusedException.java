package io.github.rankpool.cli;

/** The program cannot be run; the message is for the user. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** Exit status {@link Verdict#USAGE}. */
  RefusedException(String message) {
    this(Verdict.USAGE, message);
  }

  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** The exit status of the command. */
  int status() {
    return status;
  }
}
