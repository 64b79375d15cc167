package io.github.rankpool.internal.dispatch;

import java.util.function.Consumer;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Hands tasks from submitting threads to the communication thread, without locks. It exists before
 * the pool has started and outlives its end: a task offered to a sealed queue is given back to its
 * submitter, none is ever forgotten.
 */
final class TaskQueue {
  private static final int SEGMENT = 1024;

  private final MpscUnboundedVarHandleArrayQueue<DispatchTask> tasks =
      new MpscUnboundedVarHandleArrayQueue<>(SEGMENT);
  private volatile boolean sealed;
  private volatile @Nullable Throwable breakage;

  /**
   * Offers a task. Callable from any thread.
   *
   * @param task queued
   * @return false if the queue is sealed and the task will not be taken
   */
  boolean offer(DispatchTask task) {
    if (sealed) {
      return false;
    }
    tasks.add(task);
    // Sealed meanwhile: either the one who sealed finds the task, or it is withdrawn here.
    return !(sealed && task.withdraw());
  }

  /**
   * Takes at most so many tasks. For one thread at a time.
   *
   * @param target takes the tasks
   * @param limit the most to take
   * @return how many were taken
   */
  int drainTo(Consumer<DispatchTask> target, int limit) {
    return tasks.drain(target::accept, limit);
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /**
   * Lets no task in any more and takes what is left. For the thread that drains.
   *
   * @param target takes the tasks
   */
  void seal(Consumer<DispatchTask> target) {
    sealed = true;
    // poll, unlike drain, waits for a task whose submitter has its place in the queue but has not
    // written it yet. That submitter may have seen the queue unsealed; later ones withdraw.
    for (DispatchTask task = tasks.poll(); task != null; task = tasks.poll()) {
      target.accept(task);
    }
  }

  /**
   * Seals the queue because the pool broke. Whoever finds it sealed finds the cause as well.
   *
   * @param cause what broke the pool
   * @param target takes the tasks
   */
  void seal(Throwable cause, Consumer<DispatchTask> target) {
    breakage = cause;
    seal(target);
  }

  /** What broke the pool; null if it is well or was ended in good order. */
  @Nullable Throwable breakage() {
    return breakage;
  }
}
