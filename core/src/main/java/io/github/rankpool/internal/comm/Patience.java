package io.github.rankpool.internal.comm;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a thread looks for what it waits for before it falls asleep. Being woken costs both
 * sides many microseconds, and what a thread of this library waits for mostly comes sooner.
 *
 * <p>Looking costs little where cores are free, and yields where they are not. It ends at once when
 * a yield shows that another thread had use for the whole core; and where it was in vain several
 * times running, the next waits go without it, more and more of them.
 *
 * <p>For one thread.
 */
public final class Patience {
  static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 50 : 0;
  static final long LIMIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** A scheduler gives a thread that does not yield itself the core for longer than this. */
  private static final long CROWDED_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  static final int VAIN_ALLOWED = 3;
  private static final int MAX_DOUBLINGS = 3;

  private final LongSupplier clock;
  private int looks;
  private long beganNanos;
  private long lastNanos;

  /** How often running all looking was in vain. */
  private int vain;

  /** How many waits are to go without looking. */
  private int skip;

  private boolean exhausted;

  /** Creates the patience of a thread that has not waited yet. */
  public Patience() {
    this(System::nanoTime);
  }

  /**
   * Creates the patience of a thread that has not waited yet.
   *
   * @param clock in nanoseconds
   */
  Patience(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Tells a thread that has just looked and found nothing what to do. Lets a moment pass first.
   *
   * @return true to look again, false to sleep
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is what waiting without sleep needs.
  public boolean lookAgain() {
    if (exhausted) {
      return false;
    }
    if (looks == 0 && skip > 0) {
      skip--;
      exhausted = true;
      return false;
    }
    if (looks < SPINS) {
      looks++;
      Thread.onSpinWait();
      return true;
    }
    long now = clock.getAsLong();
    if (looks == SPINS) {
      looks++;
      beganNanos = now;
      lastNanos = now;
    }
    if (now - beganNanos > LIMIT_NANOS || now - lastNanos > CROWDED_NANOS) {
      giveUp();
      return false;
    }
    lastNanos = now;
    Thread.yield();
    return true;
  }

  private void giveUp() {
    exhausted = true;
    vain++;
    if (vain > VAIN_ALLOWED) {
      skip = 1 << Math.min(vain - VAIN_ALLOWED, MAX_DOUBLINGS);
    }
  }

  /** Begins the next wait, as what was waited for has come. */
  public void reset() {
    if (looks > 0 && !exhausted) {
      vain = 0;
    }
    looks = 0;
    exhausted = false;
  }
}
