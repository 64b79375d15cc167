package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiRuntime;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How the communication thread waits when there is nothing to do.
 *
 * <p>It first looks again for a while ({@link Patience}). Then, where the backend blocks, it is
 * asked to. Where it can only poll, the thread sleeps between polls: at first shortly if a message
 * is expected soon, doubling up to the backoff. Work begins it anew. Waking is for any thread; all
 * else for the communication thread.
 */
final class IdleStrategy {
  /**
   * How often to look after each sleep. MPI may need several calls to notice a message: Open MPI
   * looks at its sockets at every eighth call only.
   */
  private static final int LOOKS = 8;

  private static final long FIRST_SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final MpiRuntime runtime;
  private final Thread sleeper;
  private final Patience patience = new Patience();
  private volatile boolean mayBeAsleep;
  private int looks;
  private long sleepNanos = FIRST_SLEEP_NANOS;

  /**
   * Creates a strategy.
   *
   * @param runtime to wait on
   * @param sleeper the communication thread
   */
  IdleStrategy(MpiRuntime runtime, Thread sleeper) {
    this.runtime = runtime;
    this.sleeper = sleeper;
  }

  /** Work was done: the next wait begins with looking again. */
  void reset() {
    patience.reset();
    looks = 0;
    sleepNanos = FIRST_SLEEP_NANOS;
  }

  /**
   * Waits a little.
   *
   * @param limitNanos longest wait, in nanoseconds
   * @param backoffNanos longest sleep between two polls, in nanoseconds; 0 never sleeps
   * @param expectation how closely to look for a message that only polling finds
   * @param nothingToDo asked once more after announcing the sleep, so that no wake-up is missed
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is what an idle strategy is for.
  void idle(
      long limitNanos, long backoffNanos, Expectation expectation, NothingToDo nothingToDo) {
    if (limitNanos <= 0 || patience.lookAgain()) {
      return;
    }
    if (runtime.blocksOnArrival()) {
      runtime.awaitArrival(limitNanos);
    } else if (expectation == Expectation.NOTHING) {
      sleep(limitNanos, nothingToDo);
    } else if (backoffNanos == 0) {
      Thread.yield();
    } else if (looks < LOOKS) {
      looks++;
    } else {
      looks = 0;
      sleep(Math.min(nextSleepNanos(expectation, backoffNanos), limitNanos), nothingToDo);
    }
  }

  private long nextSleepNanos(Expectation expectation, long backoffNanos) {
    if (expectation == Expectation.SOMETIME) {
      return backoffNanos;
    }
    long nanos = Math.min(sleepNanos, backoffNanos);
    sleepNanos = Math.min(sleepNanos * 2, backoffNanos);
    return nanos;
  }

  private void sleep(long nanos, NothingToDo nothingToDo) {
    mayBeAsleep = true;
    try {
      if (nothingToDo.check()) {
        LockSupport.parkNanos(this, nanos);
      }
    } finally {
      mayBeAsleep = false;
    }
  }

  /** Ends the wait under way, or the next one. Callable from any thread. */
  void wake() {
    if (runtime.blocksOnArrival()) {
      runtime.wake();
      return;
    }
    // Queues publish with ordered stores, which must not be overtaken by the look at the sleeper.
    VarHandle.fullFence();
    if (mayBeAsleep) {
      LockSupport.unpark(sleeper);
    }
  }

  /** Looks for work that came in from other threads. */
  interface NothingToDo {
    /**
     * Looks again.
     *
     * @return true if it is right to sleep
     */
    boolean check();
  }
}
