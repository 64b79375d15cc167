package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.TaskRecord;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What became of a task, for those that are told of it in particular. Written by the communication
 * thread; readable by whoever has learned from it that the task has ended.
 */
public final class TaskNotes {
  /** In place of a rank: no worker has had the task. */
  public static final int NO_WORKER = -1;

  private final AtomicBoolean told = new AtomicBoolean();
  private int worker = NO_WORKER;
  private long runNanos;
  private long resultBytes;

  /** Begins with a task that is about to be handed in. */
  public TaskNotes() {}

  /** The task is handed to a worker, perhaps not the first one. */
  void sent(int rank) {
    worker = rank;
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
   * Who had the task last.
   *
   * @return a rank, or {@link #NO_WORKER}
   */
  public int worker() {
    return worker;
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
