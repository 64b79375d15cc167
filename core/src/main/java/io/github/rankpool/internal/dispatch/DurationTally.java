package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Counter;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts durations by how long they are: four classes for each power of two between 8 microseconds
 * and 73 minutes, one below and one above. For any thread to read, and one at a time to write.
 */
public final class DurationTally {
  private static final int SHORTEST_LOG = 13;
  private static final int LONGEST_LOG = 42;
  private static final int PARTS_LOG = 2;
  private static final int PARTS = 1 << PARTS_LOG;

  /** How many classes there are. */
  public static final int CLASSES = 2 + (LONGEST_LOG - SHORTEST_LOG) * PARTS;

  private final AtomicLongArray counts = new AtomicLongArray(CLASSES);
  private final Counter nanos = new Counter();

  /** Creates a tally of nothing. */
  DurationTally() {}

  void add(long durationNanos) {
    int which = classOf(durationNanos);
    counts.setOpaque(which, counts.getPlain(which) + 1);
    nanos.add(durationNanos);
  }

  /** The class whose limit is the least that is not exceeded. */
  static int classOf(long durationNanos) {
    // A duration that is equal to a limit is still below it.
    long last = durationNanos - 1;
    if (last < 1L << SHORTEST_LOG) {
      return 0;
    }
    int log = Long.SIZE - 1 - Long.numberOfLeadingZeros(last);
    int part = (int) (last >>> (log - PARTS_LOG)) & (PARTS - 1);
    return Math.min(1 + (log - SHORTEST_LOG) * PARTS + part, CLASSES - 1);
  }

  /**
   * The longest duration of a class.
   *
   * @param which from 0, less than {@link #CLASSES}
   * @return nanoseconds; {@code Long.MAX_VALUE} for the last class
   */
  public static long limitNanos(int which) {
    if (which == CLASSES - 1) {
      return Long.MAX_VALUE;
    }
    int steps = which + PARTS * SHORTEST_LOG;
    return (long) (PARTS + steps % PARTS) << (steps / PARTS - PARTS_LOG);
  }

  /**
   * How many durations there are of a class.
   *
   * @param which from 0, less than {@link #CLASSES}
   * @return how many
   */
  public long count(int which) {
    return counts.getOpaque(which);
  }

  /**
   * The sum of all.
   *
   * @return nanoseconds
   */
  public long nanos() {
    return nanos.get();
  }
}
