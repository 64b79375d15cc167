package io.github.rankpool;

/**
 * Stands for an exception of a task that could not be brought here as it was: it could not be
 * serialized, or its class is not known to this process. The cause is the worker's {@link
 * RemoteStackTrace}.
 */
public class RemoteTaskException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Name of the class of the exception that the task threw. */
  private final String exceptionClass;

  /**
   * Creates an exception.
   *
   * @param exceptionClass name of the class of what the task threw
   * @param message its message, and why it could not be brought here
   * @param cause where it was thrown
   */
  public RemoteTaskException(String exceptionClass, String message, RemoteStackTrace cause) {
    super(message, cause);
    this.exceptionClass = exceptionClass;
  }

  /**
   * The class of what the task threw.
   *
   * @return a class name; the class may not exist in this process
   */
  public String exceptionClass() {
    return exceptionClass;
  }
}
