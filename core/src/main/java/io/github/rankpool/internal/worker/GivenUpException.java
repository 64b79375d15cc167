package io.github.rankpool.internal.worker;

/**
 * A worker's master wants no more of it. What led to that is told by the master, so a stack trace
 * would be noise: there may be one for each of thousands of workers.
 */
final class GivenUpException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  GivenUpException() {
    super("RP-512: this worker's master counts it as lost and has given it up; its log says why");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
