package io.github.rankpool;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds the number of a pool's tasks that have not ended: whoever hands in more waits until there
 * is room. Thread-safe.
 */
final class Backlog {
  /** How often those that wait look whether the pool still takes tasks. */
  private static final long LOOK_MILLIS = 50;

  private final Semaphore room;

  /**
   * Creates an empty backlog.
   *
   * @param capacity the most tasks, at least one
   */
  Backlog(int capacity) {
    this.room = new Semaphore(capacity);
  }

  /**
   * Waits for room for one task.
   *
   * @param requireOpen throws if the pool takes no tasks any more
   * @throws RejectedExecutionException if the calling thread is interrupted, which it stays
   */
  void enter(Runnable requireOpen) {
    try {
      while (!room.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        requireOpen.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RejectedExecutionException(
          "RP-231: interrupted while waiting for room in the queue of the pool, whose capacity"
              + " (queueCapacity) is used up; the task was not handed in",
          e);
    }
  }

  /** How many more tasks have room. */
  int remaining() {
    return room.availablePermits();
  }

  /** A task that entered will have ended when its future completes. */
  void leaveWith(CompletableFuture<?> future) {
    future.whenComplete((value, failure) -> room.release());
  }
}
