package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Patience;
import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.comm.UsualWait;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on their way from the communication thread to the task thread. One that comes while the task
 * thread still looks for it needs no wake-up; looking, the task thread makes progress itself.
 */
final class Inbox {
  private static final int SEGMENT = 256;

  private final SpscUnboundedVarHandleArrayQueue<Job> jobs =
      new SpscUnboundedVarHandleArrayQueue<>(SEGMENT);
  private static final long PROGRESS_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final Progress progress;
  private final Patience patience = Patience.withProgress(new UsualWait());
  private volatile @Nullable Thread sleeper;

  /** When the task thread last made progress. For that thread. */
  private long progressNanos = System.nanoTime();

  /**
   * Creates an empty inbox.
   *
   * @param progress lets jobs come, and results go
   */
  Inbox(Progress progress) {
    this.progress = progress;
  }

  /** Adds a job. For the communication thread. */
  void put(Job job) {
    jobs.add(job);
    // The queue publishes with an ordered store, which must not be overtaken by the look below.
    VarHandle.fullFence();
    LockSupport.unpark(sleeper);
  }

  /**
   * Takes the oldest job, waiting for one if there is none. For the task thread, which first sees
   * to it that its last result goes out: at once, or soon if there are more jobs.
   */
  Job take() {
    Job job = jobs.poll();
    if (job != null && isProgressNear()) {
      return job;
    }
    if (makeProgress() == Progress.NOT_LENT) {
      progress.wake();
    }
    while (job == null) {
      job = jobs.poll();
      if (job == null && !patience.lookAgain(makeProgress())) {
        progress.resume();
        sleep();
      }
    }
    patience.reset();
    progress.leave();
    return job;
  }

  /** Whether either thread will make progress soon, however long the next job. */
  private boolean isProgressNear() {
    return progress.isLent() && System.nanoTime() - progressNanos < PROGRESS_NANOS;
  }

  private int makeProgress() {
    int work = progress.make();
    progressNanos = System.nanoTime();
    return work;
  }

  private void sleep() {
    sleeper = Thread.currentThread();
    try {
      if (jobs.isEmpty()) {
        LockSupport.park(this);
        // An interrupt came too late for the task that it was meant for; it would end every park.
        Thread.interrupted();
      }
    } finally {
      sleeper = null;
    }
  }
}
