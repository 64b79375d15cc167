package io.github.rankpool.cli;

/** The program cannot be run; the message is for the user. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** Exit status {@link Verdict#USAGE}. */
  RefusedException(String message) {
    this(Verdict.USAGE, message + "\nTry 'rankpool run --help'.");
  }

  RefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** What is set outside the program is not valid. */
  static RefusedException settings(String message) {
    return new RefusedException(
        Verdict.USAGE, message + "\n'rankpool config' shows all settings, and where they are set.");
  }

  /** The exit status of the command. */
  int status() {
    return status;
  }
}
