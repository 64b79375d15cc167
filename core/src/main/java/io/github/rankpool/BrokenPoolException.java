package io.github.rankpool;

import java.util.concurrent.RejectedExecutionException;

/**
 * The pool can run no tasks any more, through no wish of the program: MPI or the workers could not
 * be started, or all workers were lost, or one where MPI cannot go on without it. The cause says
 * what happened. Tasks that were pending fail with this exception, and submitting throws it.
 */
public class BrokenPoolException extends RejectedExecutionException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception.
   *
   * @param message what happened and what to do
   * @param cause what broke the pool
   */
  public BrokenPoolException(String message, Throwable cause) {
    super(message, cause);
  }
}
