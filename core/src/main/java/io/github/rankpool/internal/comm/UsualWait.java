package io.github.rankpool.internal.comm;

import java.util.concurrent.TimeUnit;

/**
 * How long waits for the same kind of thing have taken lately, and whether it is worth while to
 * look for it rather than to sleep. Callable from any thread; of waits that end at the same time,
 * one may be forgotten.
 */
public final class UsualWait {
  /** A wait of unknown length is looked through for about as long as being woken costs. */
  static final long LEAST_LIMIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  /** Beyond this, the cost of being woken hardly counts. */
  static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** So that one very long wait is forgotten after a few short ones. */
  private static final long LONGEST_COUNTED_NANOS = 3 * LONG_NANOS;

  private static final int WEIGHT = 4;

  private volatile long nanos;

  /** Creates one that knows of no wait yet. */
  public UsualWait() {}

  /**
   * How long to look before going to sleep.
   *
   * @return nanoseconds; 0 if waits have lately been long
   */
  long limitNanos() {
    long usual = nanos;
    return usual > LONG_NANOS ? 0 : Math.max(LEAST_LIMIT_NANOS, 2 * usual);
  }

  /** How long waits take, in nanoseconds; never much more than those that count as long. */
  long nanos() {
    return nanos;
  }

  /** Takes a wait into account. */
  void took(long waitNanos) {
    long usual = nanos;
    nanos = usual + (Math.min(waitNanos, LONGEST_COUNTED_NANOS) - usual) / WEIGHT;
  }
}
