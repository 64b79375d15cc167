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

  /**
   * Looks of threads that make progress take longer, and who is waited for may be waiting for this
   * very core. But MPI may need several looks to notice a message: Open MPI looks at its sockets at
   * every eighth call only.
   */
  private static final int LOOKS_FOR_PROGRESS = 8;

  static final long LIMIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** A scheduler gives a thread that does not yield itself the core for longer than this. */
  private static final long CROWDED_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  static final int VAIN_ALLOWED = 3;
  private static final int MAX_DOUBLINGS = 3;

  private final LongSupplier clock;
  private final int spins;
  private final int looksPerYield;
  private int looks;

  /** When looking began; 0 before the first yield. */
  private long beganNanos;

  private long lastNanos;

  /** How often running all looking was in vain. */
  private int vain;

  /** How many waits are to go without looking. */
  private int skip;

  private boolean exhausted;

  /** Creates the patience of a thread that has not waited yet. */
  public Patience() {
    this(System::nanoTime, SPINS, 1);
  }

  /**
   * Creates the patience of a thread that makes {@link Progress} with each look.
   *
   * @return as of a thread that has not waited yet
   */
  public static Patience withProgress() {
    return new Patience(System::nanoTime, 0, LOOKS_FOR_PROGRESS);
  }

  /**
   * Creates the patience of a thread that has not waited yet.
   *
   * @param clock in nanoseconds
   * @param spins how often to look again before yielding for the first time
   * @param looksPerYield how often to look before yielding again
   */
  Patience(LongSupplier clock, int spins, int looksPerYield) {
    this.clock = clock;
    this.spins = spins;
    this.looksPerYield = looksPerYield;
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
    looks++;
    if (looks <= spins || looks % looksPerYield != 0) {
      Thread.onSpinWait();
      return true;
    }
    long now = clock.getAsLong();
    if (beganNanos == 0) {
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

  /**
   * As {@link #lookAgain()}, for a thread that has made {@link Progress}. While messages move, what
   * it waits for is likely to be among the next ones, as with the parts of a large result.
   *
   * @param work what it has done, or {@link Progress#NOT_LENT}
   * @return true to look again, false to sleep
   */
  public boolean lookAgain(int work) {
    if (work > 0) {
      reset();
      return true;
    }
    return lookAgain();
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
    beganNanos = 0;
    exhausted = false;
  }
}
