package io.github.rankpool.internal.comm;

import java.util.function.LongSupplier;

/**
 * How long a thread looks for what it waits for before it falls asleep. Being woken costs both
 * sides many microseconds, and what a thread of this library waits for mostly comes sooner.
 *
 * <p>Looking costs little where cores are free, and yields where they are not. It is left out while
 * yields take long ({@link CrowdedCores}), and where waits have been long lately ({@link
 * UsualWait}); where they have been of some length, it goes on for longer.
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

  private final UsualWait usual;
  private final CrowdedCores crowded;
  private final LongSupplier clock;
  private final int spins;
  private final int looksPerYield;
  private int looks;
  private boolean waiting;
  private boolean exhausted;

  /** When the wait under way began. */
  private long beganNanos;

  /** When it would have begun but for the progress that was made. */
  private long quietSinceNanos;

  /** How long to look without any progress. */
  private long limitNanos;

  /** Creates the patience of a thread that has not waited yet. */
  public Patience() {
    this(new UsualWait(), CrowdedCores.HERE, System::nanoTime, SPINS, 1);
  }

  /**
   * Creates the patience of a thread that makes {@link Progress} with each look.
   *
   * @param usual waits for the same kind of thing
   * @return for the first wait
   */
  public static Patience withProgress(UsualWait usual) {
    return new Patience(usual, CrowdedCores.HERE, System::nanoTime, 0, LOOKS_FOR_PROGRESS);
  }

  /**
   * Creates the patience of a thread that has not waited yet.
   *
   * @param usual waits for the same kind of thing
   * @param crowded what is known of the cores
   * @param clock in nanoseconds
   * @param spins how often to look again before yielding for the first time
   * @param looksPerYield how often to look before yielding again
   */
  Patience(
      UsualWait usual, CrowdedCores crowded, LongSupplier clock, int spins, int looksPerYield) {
    this.usual = usual;
    this.crowded = crowded;
    this.clock = clock;
    this.spins = spins;
    this.looksPerYield = looksPerYield;
  }

  /**
   * Whether others have lately had use for the cores of this process. Callable from any thread.
   *
   * @return true if a short sleep helps them more than it costs where nothing is urgent
   */
  public static boolean coresAreCrowded() {
    return CrowdedCores.HERE.lately(System.nanoTime());
  }

  /**
   * Tells a thread that has just looked and found nothing what to do. Lets a moment pass first.
   *
   * @return true to look again, false to sleep
   */
  @SuppressWarnings("ThreadPriorityCheck") // Yielding is what waiting without sleep needs.
  public boolean lookAgain() {
    if (!waiting) {
      begin();
    }
    if (exhausted) {
      return false;
    }
    looks++;
    if (looks <= spins || looks % looksPerYield != 0) {
      Thread.onSpinWait();
      return true;
    }
    long now = clock.getAsLong();
    if (now - quietSinceNanos > limitNanos) {
      exhausted = true;
      return false;
    }
    Thread.yield();
    // Whatever is waited for may have come meanwhile.
    exhausted = crowded.yielded(now, clock.getAsLong());
    return true;
  }

  private void begin() {
    waiting = true;
    looks = 0;
    beganNanos = clock.getAsLong();
    quietSinceNanos = beganNanos;
    limitNanos = usual.limitNanos();
    exhausted = limitNanos == 0 || crowded.at(beganNanos);
  }

  /**
   * As {@link #lookAgain()}, for a thread that has made {@link Progress}. While messages move, what
   * it waits for is likely to be among the next ones, as with the parts of a large result.
   *
   * @param work what it has done, or {@link Progress#NOT_LENT}
   * @return true to look again, false to sleep
   */
  public boolean lookAgain(int work) {
    if (work > 0 && waiting) {
      quietSinceNanos = clock.getAsLong();
    }
    return work > 0 || lookAgain();
  }

  /** How long the wait under way has taken so far, in nanoseconds. */
  long waitedNanos() {
    return waiting ? clock.getAsLong() - beganNanos : 0;
  }

  /** Begins the next wait, as what was waited for has come. */
  public void reset() {
    if (waiting) {
      usual.took(waitedNanos());
      waiting = false;
    }
  }

  /** Begins the next wait, as somebody else has taken over this one. */
  void giveUp() {
    waiting = false;
  }
}
