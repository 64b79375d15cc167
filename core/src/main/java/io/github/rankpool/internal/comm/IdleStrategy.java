package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiRuntime;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How the communication thread waits when there is nothing to do.
 *
 * <p>It first looks again for a while ({@link Patience}), unless a task needs the processor. Then,
 * where the backend blocks, it is asked to. Where it can only poll, the thread sleeps between
 * polls: if a message is expected soon, for a fraction of the time that such waits take, or that
 * this one has taken; and if nothing has come for a while and all peers ring at the {@link
 * Doorbell} after sending, until one of them does. Work begins it anew. Waking is for any thread;
 * all else for the communication thread.
 */
final class IdleStrategy {
  /**
   * How often to look after each sleep. MPI may need several calls to notice a message: Open MPI
   * looks at its sockets at every eighth call only.
   */
  private static final int LOOKS = 8;

  /** How long nothing must have come before a sleep without polls. */
  static final long QUIET_NANOS = 2 * Doorbell.SILENCE_NANOS;

  /** A ring may be lost. */
  private static final long MAX_DEEP_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  /** What part of the usual wait the first sleep takes. */
  private static final int SLEEPS_PER_USUAL_WAIT = 8;

  /** What part of the wait so far the next sleep takes. */
  private static final int SLEEPS_PER_WAIT = 2;

  private final MpiRuntime runtime;
  private final Thread sleeper;
  private final Sleeps sleeps = new Sleeps();
  private final UsualWait usual = new UsualWait();
  private final Patience patience = Patience.withProgress(usual);
  private volatile @Nullable Doorbell doorbell;
  private volatile boolean mayBeAsleep;
  private int looks;

  /** Whether it is a peer's message that is waited for, and so tells how long peers take. */
  private boolean expecting;

  private long workedNanos = System.nanoTime();

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

  /** Those between two polls, but for the wait for other threads when no message is expected. */
  Sleeps sleeps() {
    return sleeps;
  }

  /** From now on sleeps beside a doorbell, if there is one. */
  void sleepBeside(@Nullable Doorbell bell) {
    doorbell = bell;
  }

  /** Work was done: the next wait begins with looking again. */
  void reset() {
    if (expecting) {
      patience.reset();
    }
    beginAnew();
  }

  /** As {@link #reset}, but the wait under way was ended by somebody else. */
  void beginAnew() {
    patience.giveUp();
    workedNanos = System.nanoTime();
    looks = 0;
  }

  /**
   * Waits a little.
   *
   * @param limitNanos longest wait, in nanoseconds
   * @param backoffNanos longest sleep between two polls, in nanoseconds; 0 never sleeps
   * @param expectation how closely to look for a message that only polling finds
   * @param situation asked once more after announcing the sleep, so that no wake-up is missed
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is what an idle strategy is for.
  void idle(long limitNanos, long backoffNanos, Expectation expectation, Situation situation) {
    expecting = expectation != Expectation.NOTHING;
    if (limitNanos <= 0 || (expectation != Expectation.SOMETIME && patience.lookAgain())) {
      return;
    }
    if (runtime.blocksOnArrival()) {
      runtime.awaitArrival(limitNanos);
    } else if (expectation == Expectation.NOTHING) {
      sleep(limitNanos, situation);
    } else if (backoffNanos == 0) {
      Thread.yield();
    } else if (looks < LOOKS) {
      looks++;
    } else {
      looks = 0;
      long begin = System.nanoTime();
      sleepBetweenPolls(nextSleepNanos(expectation, backoffNanos), limitNanos, situation);
      sleeps.add(System.nanoTime() - begin);
    }
  }

  private long nextSleepNanos(Expectation expectation, long backoffNanos) {
    if (expectation == Expectation.SOMETIME) {
      return backoffNanos;
    }
    long fraction =
        Math.max(usual.nanos() / SLEEPS_PER_USUAL_WAIT, patience.waitedNanos() / SLEEPS_PER_WAIT);
    return Math.min(Math.max(fraction, SHORTEST_SLEEP_NANOS), backoffNanos);
  }

  private void sleepBetweenPolls(long nanos, long limitNanos, Situation situation) {
    Doorbell bell = doorbell;
    boolean mayBeLong = bell != null && System.nanoTime() - workedNanos >= QUIET_NANOS;
    if (bell == null || !mayBeLong || bell.hasRung() || !situation.peersRing()) {
      long most = mayBeLong ? nanos : beforeLongSleepNanos(nanos, situation);
      sleep(Math.min(most, limitNanos), situation);
    } else if (sleepUntilRung(bell, Math.min(MAX_DEEP_SLEEP_NANOS, limitNanos), situation)) {
      reset();
    }
  }

  /** Where peers ring, the sleep that a ring ends comes next, and this one is not to delay it. */
  private long beforeLongSleepNanos(long nanos, Situation situation) {
    boolean ringsCome = nanos > QUIET_NANOS && doorbell != null && situation.peersRing();
    return ringsCome ? QUIET_NANOS : nanos;
  }

  private boolean sleepUntilRung(Doorbell bell, long nanos, Situation situation) {
    mayBeAsleep = true;
    try {
      return situation.hasNothingToDo() && bell.await(nanos);
    } finally {
      mayBeAsleep = false;
    }
  }

  private void sleep(long nanos, Situation situation) {
    mayBeAsleep = true;
    try {
      if (situation.hasNothingToDo()) {
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
      Doorbell bell = doorbell;
      if (bell != null) {
        bell.wake();
      }
    }
  }

  /** What the communication thread has to know before it sleeps. */
  interface Situation {
    /**
     * Looks for work that came in from other threads.
     *
     * @return true if it is right to sleep
     */
    boolean hasNothingToDo();

    /**
     * Tells whether whoever sends a message rings as well.
     *
     * @return true if it is right to sleep until somebody rings
     */
    boolean peersRing();
  }
}
