package io.github.rankpool.internal.matching;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One rank, as a place to wait: all its threads wait on one condition for arrivals, completions,
 * calls of {@link #wake} and the end of other ranks. The lock also guards the rank's inboxes.
 */
public class Waiter {
  private final String name;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Counts what can end a wait for an arrival. Guarded by the lock. */
  private long progress;

  /** The progress that the last wait for an arrival returned with. Guarded by the lock. */
  private long seen;

  /** Set by wake, used up by the next wait for an arrival. Guarded by the lock. */
  private boolean woken;

  /** Written once, under the lock. */
  private volatile @Nullable Fault ending;

  /**
   * Creates the place of one rank.
   *
   * @param name of the rank, for messages
   */
  public Waiter(String name) {
    this.name = name;
  }

  public final void lock() {
    lock.lock();
  }

  public final void unlock() {
    lock.unlock();
  }

  /** Lets waiting threads look again. */
  public final void progressed() {
    lock.lock();
    try {
      progressedLocked();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #progressed}, for a caller that holds the lock. */
  public final void progressedLocked() {
    progress++;
    changed.signalAll();
  }

  /** Waits until the condition, evaluated under the lock, holds. */
  public final void awaitUntil(BooleanSupplier condition) throws InterruptedException {
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        checkRunning();
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #awaitUntil}, keeping an interrupt for later. */
  public final void awaitUninterruptibly(BooleanSupplier condition) {
    lock.lock();
    try {
      while (!condition.getAsBoolean()) {
        checkRunning();
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for progress since the last call (rules W-1 to W-3). Because progress is counted, what
   * comes between a caller's last probe and this call is not missed. An interrupt ends the wait,
   * and is kept for later.
   */
  public final void awaitArrival(long nanos) {
    lock.lock();
    try {
      long left = nanos;
      while (progress == seen && !woken && !hasEnded() && left > 0) {
        left = changed.awaitNanos(left);
      }
      checkRunning();
      seen = progress;
      woken = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.interrupted().exception();
    } finally {
      lock.unlock();
    }
  }

  public final void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public final boolean hasEnded() {
    return ending != null;
  }

  public final void checkRunning() {
    Fault fault = ending;
    if (fault != null) {
      throw fault.exception();
    }
  }

  public final Fault asLost() {
    return Fault.lost(name);
  }

  /** From now on calls of this rank end in the fault. Keeps the first reason. */
  public final void markEnded(Fault reason) {
    lock.lock();
    try {
      if (ending == null) {
        ending = reason;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }
}
