package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.Map;
import java.util.WeakHashMap;
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
  private static final Map<MpiRuntime, MpiLock> LOCKS = new WeakHashMap<>();

  private final @Nullable ReentrantLock lock;

  /**
   * Makes a lock.
   *
   * @param level of thread support in force
   */
  public MpiLock(ThreadLevel level) {
    this.lock = level.allows(ThreadLevel.MULTIPLE) ? null : new ReentrantLock(true);
  }

  /**
   * The lock of a runtime.
   *
   * @param runtime MPI of a rank
   * @return the same lock for the same runtime
   */
  public static MpiLock of(MpiRuntime runtime) {
    synchronized (LOCKS) {
      return LOCKS.computeIfAbsent(runtime, made -> new MpiLock(made.threadLevel()));
    }
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
