package io.github.rankpool.benchmarks;

import java.util.stream.LongStream;

/** The sizes of messages that are measured. */
final class Sizes {
  private static final long SMALLEST = 1 << 10;
  private static final int STEP = 4;

  private Sizes() {}

  /** 1 KiB, 4 KiB, 16 KiB, and so on. */
  static long[] upTo(long maxBytes) {
    return LongStream.iterate(SMALLEST, size -> size <= maxBytes, size -> size * STEP).toArray();
  }
}
