package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.TaskRecord;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Results on their way from the task thread to the communication thread. Bounded in bytes: a worker
 * that computes faster than the master takes results waits, rather than filling its memory.
 */
final class Outbox {
  private static final int SEGMENT = 256;
  private static final long MAX_BYTES = 64 << 20;

  private final SpscUnboundedVarHandleArrayQueue<TaskRecord> results =
      new SpscUnboundedVarHandleArrayQueue<>(SEGMENT);
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean closed;
  private volatile @Nullable Thread waiting;

  /**
   * Adds a result, then waits while there is too much. For the task thread, which otherwise sees to
   * it that the result goes out.
   *
   * @param result to be sent
   * @param wake has the communication thread look
   */
  void put(TaskRecord result, Runnable wake) {
    bytes.addAndGet(result.payload().bytes());
    results.add(result);
    if (bytes.get() <= MAX_BYTES) {
      return;
    }
    wake.run();
    waiting = Thread.currentThread();
    while (bytes.get() > MAX_BYTES && !closed) {
      LockSupport.park(this);
    }
    waiting = null;
  }

  /**
   * Takes a result. For the communication thread.
   *
   * @return the oldest one, or null if there is none
   */
  @Nullable TaskRecord poll() {
    TaskRecord result = results.poll();
    if (result != null) {
      bytes.addAndGet(-result.payload().bytes());
      LockSupport.unpark(waiting);
    }
    return result;
  }

  boolean isEmpty() {
    return results.isEmpty();
  }

  /** Lets the task thread go on whatever there is: nobody will take results any more. */
  void close() {
    closed = true;
    LockSupport.unpark(waiting);
  }
}
