package io.github.rankpool.internal.group;

import io.github.rankpool.internal.comm.MpiLock;
import io.github.rankpool.spi.MpiException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a task's thread waits for other ranks: it looks again and again, each time under the lock,
 * and leaves MPI to the communication thread in between. Spins at first, then yields for as long as
 * an answer usually takes, then sleeps, longer and longer. An interrupt ends the wait.
 */
final class Polling {
  private static final int SPINS = 100;
  private static final long YIELD_NANOS = TimeUnit.MICROSECONDS.toNanos(300);
  private static final long FIRST_SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(5);
  private static final long SHORT_SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** Who has waited for a second does not mind another few milliseconds. */
  private static final int SHARE_OF_WAIT = 200;

  private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final String INTERRUPTED_IN_BACKEND = "RP-314";

  private final MpiLock lock;
  private boolean broken;

  Polling(MpiLock lock) {
    this.lock = lock;
  }

  /** Tells whether a wait was ever interrupted, or a call has failed. */
  boolean isBroken() {
    return broken;
  }

  /** Makes one call of MPI, or several that belong together, under the lock. */
  <T extends @Nullable Object> T call(Supplier<T> body) {
    lock.lock();
    try {
      return body.get();
    } catch (MpiException e) {
      broken = true;
      // Backends that block look at interrupts themselves.
      throw e.code().equals(INTERRUPTED_IN_BACKEND) ? interruption("MPI", e) : e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits.
   *
   * @param attempt a call of MPI that does not block; null if it has no answer yet
   * @param awaited what is waited for, for the message of an interrupt
   * @return the answer
   */
  <T> T until(Supplier<@Nullable T> attempt, Supplier<String> awaited) {
    int spins = 0;
    long yieldingSince = 0;
    long sleepNanos = FIRST_SLEEP_NANOS;
    while (true) {
      if (Thread.currentThread().isInterrupted()) {
        throw interruption(awaited.get(), null);
      }
      T answer = this.<@Nullable T>call(attempt);
      if (answer != null) {
        return answer;
      }
      if (spins < SPINS) {
        spins++;
        yieldingSince = System.nanoTime();
        Thread.onSpinWait();
      } else if (System.nanoTime() - yieldingSince < YIELD_NANOS) {
        yieldProcessor();
      } else {
        LockSupport.parkNanos(this, sleepNanos);
        sleepNanos = Math.min(2 * sleepNanos, longestSleepNanos(yieldingSince));
      }
    }
  }

  private static long longestSleepNanos(long waitingSince) {
    long waited = System.nanoTime() - waitingSince;
    return Math.max(SHORT_SLEEP_NANOS, Math.min(waited / SHARE_OF_WAIT, LONGEST_SLEEP_NANOS));
  }

  @SuppressWarnings("ThreadPriorityCheck") // The rank waited for may need this processor.
  private static void yieldProcessor() {
    Thread.yield();
  }

  private MpiException interruption(String awaited, @Nullable MpiException cause) {
    broken = true;
    return new MpiException(
        "RP-220",
        "interrupted while waiting for "
            + awaited
            + ": the task was cancelled, or another rank of it failed. Let the task end; this"
            + " communicator cannot be used any more.",
        cause);
  }
}
