package io.github.rankpool.internal.group;

import java.util.Arrays;

/**
 * What all ranks have said of a collective operation. All of them hold the same, so that a check
 * made here fails on all of them or on none, and they stay in step.
 */
public final class Calls {
  private final Call[] calls;

  Calls(Call[] calls) {
    this.calls = calls;
  }

  /** Refuses an operation that is not the same on all ranks. */
  Calls checkSame(int rank) {
    for (int other = 0; other < calls.length; other++) {
      if (!calls[other].isSameAs(calls[rank])) {
        throw disagreement(
            "the ranks do not call the same: this rank, "
                + rank
                + ", calls "
                + calls[rank].describe()
                + "; rank "
                + other
                + " calls "
                + calls[other].describe());
      }
    }
    // Where none differs from this rank's, none differs from another's.
    return this;
  }

  /**
   * What every rank gives.
   *
   * @return bytes, in rank order
   * @throws IllegalArgumentException if the sum is more than can be moved
   */
  public int[] given() {
    return counts(false);
  }

  /**
   * What every rank has room for.
   *
   * @return bytes, in rank order
   * @throws IllegalArgumentException if the sum is more than can be moved
   */
  public int[] rooms() {
    return counts(true);
  }

  private int[] counts(boolean room) {
    long sum = 0;
    int[] counts = new int[calls.length];
    for (int rank = 0; rank < calls.length; rank++) {
      long bytes = room ? calls[rank].room() : calls[rank].bytes();
      sum += bytes;
      counts[rank] = (int) bytes;
    }
    Checks.bytes("all ranks' parts of " + calls[0].operation().method(), sum);
    return counts;
  }

  /**
   * What a rank gives.
   *
   * @param rank the giver
   * @return bytes
   */
  public int givenBy(int rank) {
    return (int) calls[rank].bytes();
  }

  /**
   * Refuses lengths that are not the same on all ranks.
   *
   * @return this
   * @throws IllegalArgumentException if they differ
   */
  public Calls checkEqualLengths() {
    for (int rank = 1; rank < calls.length; rank++) {
      if (calls[rank].bytes() != calls[0].bytes()) {
        throw disagreement(
            calls[0].describe()
                + " needs the same length on every rank, but rank 0 has "
                + calls[0].bytes()
                + " bytes and rank "
                + rank
                + " has "
                + calls[rank].bytes());
      }
    }
    return this;
  }

  /**
   * Refuses rooms that are too small.
   *
   * @param bytes what is needed
   * @param root the only rank that needs it, or {@link Call#NONE} if all do
   * @throws IllegalArgumentException if one of them has less
   */
  public void checkRoom(long bytes, int root) {
    for (int rank = 0; rank < calls.length; rank++) {
      if ((root == Call.NONE || root == rank) && calls[rank].room() < bytes) {
        throw disagreement(
            calls[0].describe()
                + " brings "
                + bytes
                + " bytes, but the buffer of rank "
                + rank
                + " has room for "
                + calls[rank].room());
      }
    }
  }

  /**
   * Refuses parts that do not add up to what the root has.
   *
   * @param root the rank that gives
   * @throws IllegalArgumentException if the rooms of all ranks are more or less
   */
  public void checkRoomsFor(int root) {
    int sum = Arrays.stream(rooms()).sum();
    if (sum != calls[root].bytes()) {
      throw disagreement(
          calls[0].describe()
              + ": the ranks have room for "
              + sum
              + " bytes together, but the root gives "
              + calls[root].bytes());
    }
  }

  private static IllegalArgumentException disagreement(String what) {
    return new IllegalArgumentException(
        "RP-222: "
            + what
            + ". All ranks call the same operations in the same order, with arguments that fit.");
  }
}
