package io.github.rankpool.report;

import java.util.ArrayList;
import java.util.List;

/**
 * How long tasks ran: counts in bins each of which reaches a quarter further than the one before,
 * from a microsecond to beyond a day. Not thread-safe.
 */
final class RunTimes {
  private static final double FIRST_BOUND_NANOS = 1_000;
  private static final double GROWTH = 1.25;
  private static final int BINS = 150;

  private final long[] counts = new long[BINS];
  private long count;
  private long longestNanos;

  /**
   * A bin.
   *
   * @param fromNanos shortest time in it
   * @param toNanos longer than all times in it
   * @param count of the tasks
   */
  record Bin(double fromNanos, double toNanos, long count) {}

  void add(long nanos) {
    counts[bin(nanos)]++;
    count++;
    longestNanos = Math.max(longestNanos, nanos);
  }

  private static int bin(long nanos) {
    if (nanos < FIRST_BOUND_NANOS) {
      return 0;
    }
    double bin = 1 + Math.floor(Math.log(nanos / FIRST_BOUND_NANOS) / Math.log(GROWTH));
    return (int) Math.min(BINS - 1, bin);
  }

  private static double upperBound(int bin) {
    return FIRST_BOUND_NANOS * Math.pow(GROWTH, bin);
  }

  /** The bins from the first to the last that has tasks; none if there were no tasks. */
  List<Bin> bins() {
    int first = 0;
    int end = BINS;
    while (first < end && counts[first] == 0) {
      first++;
    }
    while (end > first && counts[end - 1] == 0) {
      end--;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = first; i < end; i++) {
      bins.add(new Bin(i == 0 ? 0 : upperBound(i - 1), upperBound(i), counts[i]));
    }
    return bins;
  }

  /**
   * A time that a share of the tasks did not exceed, to an eighth.
   *
   * @param share above 0, up to 1
   * @return nanoseconds; 0 if there were no tasks
   */
  long percentile(double share) {
    long wanted = (long) Math.ceil(share * count);
    long seen = 0;
    for (int i = 0; i < BINS && count > 0; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        double middle = i == 0 ? FIRST_BOUND_NANOS / 2 : upperBound(i) / Math.sqrt(GROWTH);
        return Math.min(longestNanos, Math.round(middle));
      }
    }
    return 0;
  }

  /** The counts as they are now. */
  RunTimes copy() {
    RunTimes copy = new RunTimes();
    System.arraycopy(counts, 0, copy.counts, 0, BINS);
    copy.count = count;
    copy.longestNanos = longestNanos;
    return copy;
  }

  long count() {
    return count;
  }

  long longestNanos() {
    return longestNanos;
  }
}
