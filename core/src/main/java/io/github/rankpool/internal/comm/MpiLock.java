package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.ThreadLevel;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps two threads from calling MPI at once where MPI does not allow that: below {@link
 * ThreadLevel#MULTIPLE}. There it is a fair lock, because the communication thread takes it again
 * and again; at that level it does nothing.
 *
 * <p>One for each runtime. Not to be held while waiting for another rank, whose message the
 * communication thread may have to receive.
 */
public final class MpiLock {
  private final @Nullable ReentrantLock lock;

  /**
   * Makes the lock of a runtime.
   *
   * @param level of thread support in force
   */
  public MpiLock(ThreadLevel level) {
    this.lock = level.allows(ThreadLevel.MULTIPLE) ? null : new ReentrantLock(true);
  }

  /** Waits until no other thread calls MPI, where that is needed. May be taken twice. */
  public void lock() {
    if (lock != null) {
      lock.lock();
    }
  }

  /** Gives back what {@link #lock} took. */
  public void unlock() {
    if (lock != null) {
      lock.unlock();
    }
  }
}
