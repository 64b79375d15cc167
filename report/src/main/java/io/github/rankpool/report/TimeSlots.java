package io.github.rankpool.report;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Amounts over the time of a run, in a fixed number of slots. When the run outgrows them, each two
 * become one that is twice as wide:
 *
 * <pre>
 *  |a|b|c|d|   +e  -&gt;   |a+b|c+d| e |   |
 * </pre>
 *
 * <p>All begin with the same width, so that those that reach equally far have the same slots. Not
 * thread-safe.
 */
final class TimeSlots {
  static final int SLOTS = 512;
  private static final long FIRST_SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final long[] amounts = new long[SLOTS];
  private long slotNanos = FIRST_SLOT_NANOS;

  /** How wide a slot is in all slots that cover a time, in nanoseconds. */
  static long slotNanos(long time) {
    long width = FIRST_SLOT_NANOS;
    while (time / width >= SLOTS) {
      width *= 2;
    }
    return width;
  }

  /**
   * Counts something.
   *
   * @param time nanoseconds since the beginning; before it counts as at it
   * @param amount of whatever is counted
   */
  void add(long time, long amount) {
    long within = Math.max(0, time);
    cover(within);
    amounts[(int) (within / slotNanos)] += amount;
  }

  /**
   * Counts nanoseconds that went by, each in its slot.
   *
   * @param from nanoseconds since the beginning
   * @param to not before
   */
  void addSpan(long from, long to) {
    spread(from, to, to - from);
  }

  /**
   * Counts an amount evenly over a span.
   *
   * @param from nanoseconds since the beginning
   * @param to not before
   * @param amount in all
   */
  void spread(long from, long to, long amount) {
    long begin = Math.max(0, from);
    long end = Math.max(begin, to);
    cover(end);
    if (begin == end) {
      amounts[(int) (begin / slotNanos)] += amount;
      return;
    }
    long counted = 0;
    for (long time = begin; time < end; ) {
      long slotEnd = Math.min(end, (time / slotNanos + 1) * slotNanos);
      // What is counted up to here, less what was before: nothing is lost to rounding.
      long upToHere = Math.round((double) amount * (slotEnd - begin) / (end - begin));
      amounts[(int) (time / slotNanos)] += upToHere - counted;
      counted = upToHere;
      time = slotEnd;
    }
  }

  /** Makes the slots wide enough for a time. */
  void cover(long time) {
    while (time / slotNanos >= SLOTS) {
      for (int i = 0; i < SLOTS / 2; i++) {
        amounts[i] = amounts[2 * i] + amounts[2 * i + 1];
      }
      Arrays.fill(amounts, SLOTS / 2, SLOTS, 0);
      slotNanos *= 2;
    }
  }

  /** The amounts as they are now. */
  TimeSlots copy() {
    TimeSlots copy = new TimeSlots();
    System.arraycopy(amounts, 0, copy.amounts, 0, SLOTS);
    copy.slotNanos = slotNanos;
    return copy;
  }

  long get(int slot) {
    return amounts[slot];
  }
}
