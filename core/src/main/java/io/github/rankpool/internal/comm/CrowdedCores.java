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

  private volatile boolean seen;
  private volatile long seenNanos;

  /** Whether that was seen lately. */
  boolean at(long nowNanos) {
    return seen && nowNanos - seenNanos < VALID_NANOS;
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
