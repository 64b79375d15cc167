package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Patience;
import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.comm.UsualWait;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on their way from the communication thread to the task thread. One that comes while the task
 * thread still looks for it needs no wake-up; looking, the task thread makes progress itself.
 */
final class Inbox {
  private static final int SEGMENT = 256;
  private static final long PROGRESS_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** So many jobs without a wait mean that it is not for single ones that somebody waits. */
  static final int MANY = 16;

  static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final SpscUnboundedVarHandleArrayQueue<Job> jobs =
      new SpscUnboundedVarHandleArrayQueue<>(SEGMENT);
  private final Progress progress;
  private final BooleanSupplier coresAreCrowded;
  private final Patience patience = Patience.withProgress(new UsualWait());
  private final Effort effort = new Effort(System.nanoTime());
  private volatile @Nullable Thread sleeper;

  /** When the task thread last made progress. For that thread. */
  private long progressNanos = System.nanoTime();

  /** How many jobs were taken since the last wait. For the task thread. */
  private int takenInARow;

  /**
   * Creates an empty inbox.
   *
   * @param progress lets jobs come, and results go
   */
  Inbox(Progress progress) {
    this(progress, Patience::coresAreCrowded);
  }

  Inbox(Progress progress, BooleanSupplier coresAreCrowded) {
    this.progress = progress;
    this.coresAreCrowded = coresAreCrowded;
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
      takenInARow++;
      return job;
    }
    if (makeProgress() == Progress.NOT_LENT) {
      progress.wake();
    }
    if (job == null) {
      job = await();
    }
    patience.reset();
    progress.leave();
    takenInARow++;
    return job;
  }

  private Job await() {
    effort.beginToWait(System.nanoTime());
    Job job = napAfterMany();
    takenInARow = 0;
    while (job == null) {
      job = jobs.poll();
      if (job == null && !patience.lookAgain(makeProgress())) {
        progress.resume();
        sleep();
      }
    }
    effort.endWait(System.nanoTime());
    return job;
  }

  /** Of the task thread, which this keeps up to date as to its waits. */
  Effort effort() {
    return effort;
  }

  /**
   * Waits for a moment without looking, once for each doubling of {@link #MANY}. A master that has
   * sent many jobs is busy with their results before it sends more, and needs a core for that: one
   * where a thread looks for messages is never idle, so that the system brings it no other work.
   *
   * @return a job that has come, or null if it is time to look all the time
   */
  private @Nullable Job napAfterMany() {
    Job job = jobs.poll();
    for (int many = takenInARow;
        job == null && many >= MANY && progress.isLent() && coresAreCrowded.getAsBoolean();
        many /= 2) {
      LockSupport.parkNanos(this, NAP_NANOS);
      makeProgress();
      job = jobs.poll();
    }
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
