package io.github.rankpool.internal.comm;

import java.util.concurrent.TimeUnit;

/**
 * Whether a thread that yields loses its core for long, as others have use for it: JIT compilers,
 * tasks, other programs. Who sleeps instead is woken in time. Callable from any thread.
 */
final class CrowdedCores {
  /** Those of this process. */
  static final CrowdedCores HERE = new CrowdedCores();

  /** A scheduler gives a thread that does not yield itself the core for longer than this. */
  static final long LONG_YIELD_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  /** How long to believe it. */
  static final long VALID_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** How long to reckon with it again. */
  static final long LATELY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private volatile boolean seen;
  private volatile long seenNanos;

  /** Whether that was seen just now. */
  boolean at(long nowNanos) {
    return isSeenWithin(VALID_NANOS, nowNanos);
  }

  /** Whether that was seen lately, and so may be again. */
  boolean lately(long nowNanos) {
    return isSeenWithin(LATELY_NANOS, nowNanos);
  }

  private boolean isSeenWithin(long nanos, long nowNanos) {
    return seen && nowNanos - seenNanos < nanos;
  }

  /** Takes note of how long a yield took, and tells whether that is long. */
  boolean yielded(long beginNanos, long endNanos) {
    if (endNanos - beginNanos <= LONG_YIELD_NANOS) {
      return false;
    }
    seenNanos = endNanos;
    seen = true;
    return true;
  }
}
