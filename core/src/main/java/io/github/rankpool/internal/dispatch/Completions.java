package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Insistence;
import io.github.rankpool.internal.comm.Patience;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what tells listeners of results, off the communication thread: decoding and callbacks are
 * users' code.
 *
 * <p>One thread drains the queue, so that one hand-over serves many and, while no callback blocks,
 * results come in order. A callback may block, even on another result of the same pool: when the
 * queue has not moved for a while, one more thread is sent in.
 */
final class Completions {
  private static final Logger LOG = LoggerFactory.getLogger(Completions.class);
  private static final long STUCK_MILLIS = 2;
  private static final long IDLE_SECONDS = 5;

  /** What the calling thread drains. */
  private static final ThreadLocal<@Nullable Completions> DRAINED = new ThreadLocal<>();

  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger drainers = new AtomicInteger();

  /** Those of the drainers whose callback waits for the end of what it is part of. */
  private final AtomicInteger insiders = new AtomicInteger();

  /** Completions that other threads have taken over and not finished yet. */
  private final AtomicInteger lent = new AtomicInteger();

  private final AtomicLong finished = new AtomicLong();
  private final AtomicBoolean checkPlanned = new AtomicBoolean();

  /** How many completions were added since the last flush. For the communication thread. */
  private int added;

  /** Whether completions may wait behind one that blocks. For the communication thread. */
  private boolean waiting;

  private final Executor later =
      CompletableFuture.delayedExecutor(STUCK_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);
  private final Executor threads;
  private final Runnable onClose;

  /**
   * Runs completions on threads of its own, which come when needed.
   *
   * @param poolName for the threads' names
   */
  Completions(String poolName) {
    this(threads(poolName));
  }

  private Completions(ThreadPoolExecutor threads) {
    this(threads, () -> threads.setKeepAliveTime(1, TimeUnit.NANOSECONDS));
  }

  /**
   * Runs completions on threads that others provide.
   *
   * @param threads must not run them on the communication thread, unless in tests
   * @param onClose called when no more threads will be asked for, but those for what is queued
   */
  Completions(Executor threads, Runnable onClose) {
    this.threads = threads;
    this.onClose = onClose;
  }

  private static ThreadPoolExecutor threads(String poolName) {
    AtomicInteger number = new AtomicInteger();
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        task -> {
          Thread thread = new Thread(task, poolName + "-completions-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Queues a completion; {@link #flush} has it run. */
  void add(Runnable completion) {
    added++;
    queue.add(completion);
  }

  /**
   * Offers a completion to somebody else.
   *
   * @param completion to be run
   * @param taker says whether it will run the completion, once and soon
   * @return what the taker says
   */
  boolean lend(Runnable completion, Predicate<Runnable> taker) {
    lent.incrementAndGet();
    Runnable accounted =
        () -> {
          Completions outer = DRAINED.get();
          DRAINED.set(this);
          try {
            Insistence.insist(completion);
          } finally {
            DRAINED.set(outer);
            lent.decrementAndGet();
          }
        };
    boolean taken = taker.test(accounted);
    if (!taken) {
      lent.decrementAndGet();
    }
    return taken;
  }

  /** Sees to it that somebody runs what was added. */
  void flush() {
    int fresh = added;
    added = 0;
    if (queue.isEmpty()) {
      waiting = false;
      return;
    }
    if (drainers.compareAndSet(0, 1)) {
      startDrainer();
      waiting = fresh > 1;
    } else {
      waiting |= fresh > 0;
    }
    if (waiting || drainers.get() == 0) {
      planCheck();
    }
  }

  /** Whether nothing is queued and no callback runs, but for those that wait for just that. */
  boolean isIdle() {
    return queue.isEmpty() && lent.get() + drainers.get() <= insiders.get();
  }

  /**
   * Waits for something that comes after the last completion. A callback of these completions that
   * waits does not hold it up.
   *
   * @param wait does the waiting
   * @return what it returns
   * @throws Exception what it throws
   */
  <T> T await(Callable<T> wait) throws Exception {
    boolean inside = this == DRAINED.get();
    if (inside) {
      insiders.incrementAndGet();
    }
    try {
      return wait.call();
    } finally {
      if (inside) {
        insiders.decrementAndGet();
      }
    }
  }

  private void drain() {
    DRAINED.set(this);
    Patience patience = new Patience();
    do {
      do {
        for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
          patience.reset();
          run(next);
        }
      } while (patience.lookAgain());
      // Something may have been added after the poll that found nothing.
    } while (drainers.decrementAndGet() == 0 && !queue.isEmpty() && drainers.compareAndSet(0, 1));
    DRAINED.remove();
  }

  private void run(Runnable completion) {
    try {
      Insistence.insist(completion);
    } catch (Throwable e) {
      report(e);
    }
    finished.incrementAndGet();
  }

  /** What has no memory to be logged must not end the thread, which others wait for. */
  private static void report(Throwable failure) {
    try {
      LOG.error("RP-213: completing a task failed", failure);
    } catch (OutOfMemoryError e) {
      Thread.onSpinWait();
    }
  }

  private void planCheck() {
    if (!queue.isEmpty() && checkPlanned.compareAndSet(false, true)) {
      long before = finished.get();
      later.execute(() -> check(before));
    }
  }

  private void check(long finishedBefore) {
    checkPlanned.set(false);
    if (!queue.isEmpty() && finished.get() == finishedBefore) {
      drainers.incrementAndGet();
      startDrainer();
    }
    planCheck();
  }

  /** If the system has no thread to give, the next flush or check asks again. */
  private void startDrainer() {
    try {
      threads.execute(this::drain);
    } catch (OutOfMemoryError e) {
      drainers.decrementAndGet();
      LOG.error("RP-258: no thread to complete tasks on; asking again soon", e);
    }
  }

  /** Runs something on a thread of its own beside the queue, also after {@link #close}. */
  void runBeside(Runnable action) {
    threads.execute(action);
  }

  /**
   * Lets the threads end as soon as the queue is empty. To be called when nothing will be added.
   */
  void close() {
    flush();
    onClose.run();
  }
}
