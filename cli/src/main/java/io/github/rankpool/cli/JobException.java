package io.github.rankpool.cli;

/** The ranks could not be brought together; the message is for the user. */
final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** Exit status {@link Verdict#FAILURE}. */
  JobException(String message) {
    super(message);
    this.status = Verdict.FAILURE;
  }

  JobException(int status, Throwable cause) {
    super(String.valueOf(cause.getMessage()), cause);
    this.status = status;
  }

  /** The exit status of the command. */
  int status() {
    return status;
  }
}
