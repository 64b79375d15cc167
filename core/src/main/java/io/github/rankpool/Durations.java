package io.github.rankpool;

import java.util.List;

/**
 * How long many things took, of which only sums are kept.
 *
 * @param count how many there were
 * @param totalNanos how long they took together, in nanoseconds
 * @param distribution how many of them took how long at most: always the same limits, in ascending
 *     order, the last one {@code Long.MAX_VALUE}. A limit is at most a quarter more than the one
 *     before it, from 8 microseconds to 73 minutes
 */
public record Durations(long count, long totalNanos, List<UpTo> distribution) {

  /**
   * Those that were not longer than a limit.
   *
   * @param limitNanos the limit, in nanoseconds
   * @param count how many there were, from the shortest one on
   */
  public record UpTo(long limitNanos, long count) {}
}
