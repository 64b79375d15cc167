package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.TaskRecord;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * When a task came and went, for those that are observed. Written by the communication thread;
 * readable by whoever has learned from it that the task has ended.
 */
public final class TaskTimes {
  private static final int NO_WORKER = -1;

  private final long submittedNanos;
  private final AtomicBoolean told = new AtomicBoolean();
  private int worker = NO_WORKER;
  private long sentNanos;
  private long runNanos;
  private long resultBytes;

  /**
   * Begins with a task that is about to be handed in.
   *
   * @param now in this JVM's nanoseconds, as all moments here
   */
  public TaskTimes(long now) {
    this.submittedNanos = now;
  }

  /** The task is handed to a worker, perhaps not the first one. */
  void sent(int rank, long now) {
    worker = rank;
    sentNanos = now;
  }

  /** A worker has told of its end. */
  void ended(TaskRecord result) {
    runNanos = result.nanos();
    resultBytes = result.payload().bytes();
  }

  /**
   * Claims the telling of the task's end.
   *
   * @return true for the first caller only
   */
  public boolean claim() {
    return told.compareAndSet(false, true);
  }

  /**
   * When the task was handed in.
   *
   * @return nanoseconds
   */
  public long submittedNanos() {
    return submittedNanos;
  }

  /**
   * Who had the task last.
   *
   * @return a rank; -1 if no worker has had it
   */
  public int worker() {
    return worker;
  }

  /**
   * When it was handed to that worker.
   *
   * @param otherwise the answer if no worker has had it
   * @return nanoseconds
   */
  public long sentNanos(long otherwise) {
    return worker == NO_WORKER ? otherwise : sentNanos;
  }

  /**
   * How long the task ran, by the worker's clock.
   *
   * @return nanoseconds; 0 if no worker has told
   */
  public long runNanos() {
    return runNanos;
  }

  /**
   * The length of what the worker has sent for a result.
   *
   * @return bytes; 0 if no worker has told
   */
  public long resultBytes() {
    return resultBytes;
  }
}
