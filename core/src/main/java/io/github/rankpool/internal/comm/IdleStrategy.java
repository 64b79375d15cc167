package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiRuntime;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How the communication thread waits when there is nothing to do.
 *
 * <p>Where the backend blocks, it is asked to. Where it can only poll: spin a little, then yield
 * for as long as an answer usually takes, then sleep, doubling up to the backoff. Work begins it
 * anew. Waking is for any thread; all else for the communication thread.
 */
final class IdleStrategy {
  private static final int SPINS = 100;
  private static final long YIELD_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /**
   * How often to look after each sleep. MPI may need several calls to notice a message: Open MPI
   * looks at its sockets at every eighth call only.
   */
  private static final int LOOKS = 10;

  private static final long FIRST_SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final MpiRuntime runtime;
  private final Thread sleeper;
  private volatile boolean mayBeAsleep;
  private int spins;
  private long yieldingSinceNanos;
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

  /** Work was done: the next wait begins with spinning again. */
  void reset() {
    spins = 0;
    sleepNanos = FIRST_SLEEP_NANOS;
  }

  /**
   * Waits a little.
   *
   * @param limitNanos longest wait, in nanoseconds
   * @param backoffNanos longest sleep between two polls, in nanoseconds; 0 never sleeps
   * @param poll whether a message may come that only polling finds
   * @param nothingToDo asked once more after announcing the sleep, so that no wake-up is missed
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is what an idle strategy is for.
  void idle(long limitNanos, long backoffNanos, boolean poll, NothingToDo nothingToDo) {
    if (limitNanos <= 0) {
      return;
    }
    if (runtime.blocksOnArrival()) {
      runtime.awaitArrival(limitNanos);
    } else if (!poll) {
      sleep(limitNanos, nothingToDo);
    } else if (spins < SPINS) {
      spins++;
      yieldingSinceNanos = System.nanoTime();
      Thread.onSpinWait();
    } else if (backoffNanos == 0 || System.nanoTime() - yieldingSinceNanos < YIELD_NANOS) {
      Thread.yield();
    } else if (looks < LOOKS) {
      looks++;
    } else {
      looks = 0;
      sleep(Math.min(sleepNanos, Math.min(backoffNanos, limitNanos)), nothingToDo);
      sleepNanos = Math.min(sleepNanos * 2, backoffNanos);
    }
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
