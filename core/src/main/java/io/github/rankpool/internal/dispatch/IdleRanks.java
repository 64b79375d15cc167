package io.github.rankpool.internal.dispatch;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Ranks of the workers that have nothing to do, the one that joined last on top. Joining and
 * leaving take the same time however many there are.
 */
final class IdleRanks {
  private static final int NONE = -1;

  private final BitSet members;
  private final int[] above;
  private final int[] below;
  private int top = NONE;

  /**
   * Has no member yet.
   *
   * @param size greater than any rank
   */
  IdleRanks(int size) {
    this.members = new BitSet(size);
    this.above = new int[size];
    this.below = new int[size];
  }

  /** Lets a rank join or leave, unless it has done so. */
  void set(int rank, boolean isIdle) {
    if (isIdle == members.get(rank)) {
      return;
    }
    members.set(rank, isIdle);
    if (isIdle) {
      link(rank, top);
      link(NONE, rank);
    } else {
      link(above[rank], below[rank]);
    }
  }

  private void link(int upper, int lower) {
    if (lower != NONE) {
      above[lower] = upper;
    }
    if (upper != NONE) {
      below[upper] = lower;
    } else {
      top = lower;
    }
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** The one that joined last, if there are any. */
  int top() {
    return top;
  }

  /** The lowest ranks, at most so many, in their order. */
  int[] lowest(int limit) {
    int[] ranks = new int[Math.min(limit, members.cardinality())];
    Arrays.setAll(ranks, i -> members.nextSetBit(i == 0 ? 0 : ranks[i - 1] + 1));
    return ranks;
  }
}
