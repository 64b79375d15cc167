package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Patience;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.SpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Jobs on their way from the communication thread to the task thread. One that comes while the task
 * thread still looks for it needs no wake-up.
 */
final class Inbox {
  private static final int SEGMENT = 256;

  private final SpscUnboundedVarHandleArrayQueue<Job> jobs =
      new SpscUnboundedVarHandleArrayQueue<>(SEGMENT);
  private final Patience patience = new Patience();
  private volatile @Nullable Thread sleeper;

  /** Adds a job. For the communication thread. */
  void put(Job job) {
    jobs.add(job);
    // The queue publishes with an ordered store, which must not be overtaken by the look below.
    VarHandle.fullFence();
    LockSupport.unpark(sleeper);
  }

  /** Takes the oldest job, waiting for one if there is none. For the task thread. */
  Job take() {
    Job job = jobs.poll();
    while (job == null) {
      if (!patience.lookAgain()) {
        sleep();
      }
      job = jobs.poll();
    }
    patience.reset();
    return job;
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
