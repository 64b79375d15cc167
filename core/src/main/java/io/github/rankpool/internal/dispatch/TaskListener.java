package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;

/**
 * Whoever waits for a task. Exactly one of the methods that tell of the end is called, once, on a
 * thread that may run users' code; never on the communication thread. None is for a task that its
 * owner has cancelled: {@link #withdrawn} is called instead.
 */
public interface TaskListener {

  /**
   * Offers what will call one of the other methods to a thread that looks out for the task's end,
   * so that no other thread has to be woken for it. Called on the communication thread.
   *
   * @param completion to be run once, soon, by such a thread
   * @return false if there is no such thread, and the completion will not be run
   */
  default boolean takeOver(Runnable completion) {
    return false;
  }

  /**
   * The task came to its end on a worker.
   *
   * @param worker where it ran
   * @param outcome how to read the payload
   * @param payload the result, or a description of the failure
   */
  void ended(WorkerInfo worker, Outcome outcome, Payload payload);

  /**
   * The task did not come to an end, or its result was lost.
   *
   * @param cause why: a {@code CodecException} or {@link TooFewWorkersException} if it is about
   *     this task only, a {@link WorkerLoss} if it is about its worker, otherwise what broke the
   *     pool
   */
  void lost(Throwable cause);

  /**
   * The task was taken out of the pool before it began. Called on any thread, that which asked for
   * it or the communication thread, so that no users' code may be run.
   */
  default void withdrawn() {}

  /**
   * The task was taken out of the pool before it began, because the pool was shut down.
   *
   * @param payload the task
   */
  void cancelled(Payload payload);
}
