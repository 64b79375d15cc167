package io.github.rankpool.internal.dispatch;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM from ending while tasks are pending, although all threads of pools are daemons: a
 * pool that nobody closed must not keep the JVM, but a task that was submitted shall be run.
 *
 * <p>One thread for all pools, which is there while tasks are, and a moment longer, so that a
 * program that submits one task after the other does not start a thread for each.
 */
final class ExitGuard {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final Set<Pool> POOLS = ConcurrentHashMap.newKeySet();
  private static final AtomicBoolean HOLDING = new AtomicBoolean();
  private static volatile @Nullable Thread holder;

  private ExitGuard() {}

  /** Looks after a pool from now on. */
  static void watch(Pool pool) {
    POOLS.add(pool);
  }

  /** The pool has ended. If callbacks of its tasks still run, those are waited for. */
  static void forget(Pool pool) {
    if (!pool.hasCallbacks()) {
      POOLS.remove(pool);
    }
    if (POOLS.isEmpty()) {
      LockSupport.unpark(holder);
    }
  }

  /** Keeps the JVM until no task is pending. To be called after a task was handed in. */
  static void holdJvm() {
    if (!HOLDING.get() && HOLDING.compareAndSet(false, true)) {
      Thread thread = new Thread(ExitGuard::hold, "rankpool-pending-tasks");
      thread.setDaemon(false);
      holder = thread;
      try {
        thread.start();
      } catch (OutOfMemoryError e) {
        HOLDING.set(false); // The task is handed in all the same; the next one tries again.
      }
    }
  }

  private static void hold() {
    do {
      do {
        LockSupport.parkNanos(ExitGuard.class, LOOK_NANOS);
      } while (anyBusy());
      HOLDING.set(false);
      // A task may have been handed in after the look, by somebody who saw this thread.
    } while (anyBusy() && HOLDING.compareAndSet(false, true));
  }

  private static boolean anyBusy() {
    try {
      return isAnyBusy();
    } catch (OutOfMemoryError e) {
      return true; // Nobody knows; but tasks for whose end there is no memory are pending.
    }
  }

  private static boolean isAnyBusy() {
    POOLS.removeIf(pool -> pool.hasEnded() && !pool.hasCallbacks());
    for (Pool pool : POOLS) {
      try {
        if (pool.isBusy().get(1, TimeUnit.SECONDS)) {
          return true;
        }
      } catch (TimeoutException e) {
        return true; // The pool is being started.
      } catch (ExecutionException | InterruptedException e) {
        return false;
      }
    }
    return false;
  }
}
