package io.github.rankpool;

import io.github.rankpool.internal.comm.Patience;
import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.comm.UsualWait;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for the end of a task. It moves messages itself for a while, then sleeps; and
 * it completes the future, so that no other thread need be woken for that.
 */
final class Lookout {
  private static final Runnable GONE =
      new Runnable() {
        @Override
        public void run() {
          throw new AssertionError("stands for a completion, and is none");
        }
      };

  private final Thread thread = Thread.currentThread();

  /** What this thread has to run; {@link #GONE} when it does not look out any more. */
  private final AtomicReference<@Nullable Runnable> handedOver = new AtomicReference<>();

  private final long endNanos;

  /**
   * Creates the lookout of the calling thread.
   *
   * @param limitNanos how long to wait at most
   */
  Lookout(long limitNanos) {
    // A wait of centuries may as well end after one.
    endNanos = System.nanoTime() + Math.min(limitNanos, Long.MAX_VALUE / 2);
  }

  /**
   * Hands something over to the thread. Callable from any thread, once.
   *
   * @return whether the thread will run it, at once
   */
  boolean takeOver(Runnable completion) {
    boolean taken = handedOver.compareAndSet(null, completion);
    if (taken) {
      wake();
    }
    return taken;
  }

  /** Has the thread look whether the future is done. Callable from any thread. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /**
   * Waits until the future is done, something was handed over, the time is up or the thread is
   * interrupted; less long if the thread belongs to a pool that makes up for sleepers, and so has
   * to know of them.
   *
   * @param isDone whether the future is
   * @param progress moves messages
   * @param usual other waits for tasks of the same pool
   * @param beforeSleep sees to it that somebody calls {@link #wake} when the future is done
   */
  void await(BooleanSupplier isDone, Progress progress, UsualWait usual, Runnable beforeSleep) {
    Patience patience = Patience.withProgress(usual);
    boolean over;
    do {
      over = isOver(isDone);
    } while (!over && patience.lookAgain(progress.make()));
    if (over) {
      progress.leave();
    } else {
      progress.resume();
      if (!(thread instanceof ForkJoinWorkerThread)) {
        beforeSleep.run();
        sleep(isDone);
      }
    }
    patience.reset();
  }

  private void sleep(BooleanSupplier isDone) {
    while (!isOver(isDone)) {
      LockSupport.parkNanos(this, endNanos - System.nanoTime());
    }
  }

  private boolean isOver(BooleanSupplier isDone) {
    return handedOver.get() != null
        || isDone.getAsBoolean()
        || thread.isInterrupted()
        || System.nanoTime() - endNanos >= 0;
  }

  /** Ends the lookout, and runs what was handed over. */
  void end() {
    Runnable completion = handedOver.getAndSet(GONE);
    if (completion != null) {
      completion.run();
    }
  }
}
