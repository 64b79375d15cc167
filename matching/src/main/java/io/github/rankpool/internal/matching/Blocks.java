package io.github.rankpool.internal.matching;

import java.nio.ByteBuffer;

/** A buffer's remaining bytes as blocks of given sizes, one for each rank. */
final class Blocks {
  private final ByteBuffer buffer;
  private final int[] counts;
  private final int[] offsets;
  private final int end;

  /**
   * Checks and divides.
   *
   * @throws IllegalArgumentException unless there are as many counts as ranks, none negative, and
   *     their sum is what remains in the buffer
   */
  Blocks(String what, ByteBuffer buffer, int[] counts, int ranks) {
    if (counts.length != ranks) {
      throw Arguments.refused(
          "counts of "
              + what
              + " must be one for each of "
              + ranks
              + " ranks, not "
              + counts.length);
    }
    this.buffer = buffer;
    this.counts = counts.clone();
    this.offsets = new int[ranks];
    long offset = buffer.position();
    for (int rank = 0; rank < ranks; rank++) {
      if (counts[rank] < 0) {
        throw Arguments.refused(
            "count of " + what + " for rank " + rank + " must not be negative: " + counts[rank]);
      }
      offsets[rank] = (int) offset;
      offset += counts[rank];
      if (offset > buffer.limit()) {
        break;
      }
    }
    if (offset != buffer.limit()) {
      throw Arguments.refused(
          "counts of "
              + what
              + " must add up to the "
              + buffer.remaining()
              + " bytes remaining in its buffer");
    }
    this.end = (int) offset;
  }

  int bytes(int rank) {
    return counts[rank];
  }

  /** A view of a rank's block. */
  ByteBuffer of(int rank) {
    return buffer.slice(offsets[rank], counts[rank]);
  }

  /** Puts the source's remaining bytes into a rank's block; the source stays as it is. */
  void copyInto(int rank, ByteBuffer source) {
    buffer.put(offsets[rank], source, source.position(), counts[rank]);
  }

  /** Moves the buffer's position behind the last block (rule C-1). */
  void written() {
    buffer.position(end);
  }
}
