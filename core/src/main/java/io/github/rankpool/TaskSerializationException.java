package io.github.rankpool;

/**
 * A task could not be sent to a worker, or its result could not be sent back, because of what it
 * refers to. The message names the class and the way to it. The pool is well.
 */
public class TaskSerializationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message which part could not be sent, where it is, and what to do
   * @param cause what serialization threw, or the worker's {@link RemoteStackTrace}
   */
  public TaskSerializationException(String message, Throwable cause) {
    super(message, cause);
  }
}
