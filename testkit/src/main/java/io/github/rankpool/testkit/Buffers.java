package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Buffers with content that shows where each byte came from. */
final class Buffers {
  private static final int MARGIN = 3;

  private Buffers() {}

  static ByteBuffer room(boolean direct, int bytes) {
    ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(bytes) : ByteBuffer.allocate(bytes);
    return buffer.order(ByteOrder.nativeOrder());
  }

  static ByteBuffer empty() {
    return ByteBuffer.allocateDirect(0);
  }

  /** Bytes of the seed's pattern between position and limit, with other bytes on both sides. */
  static ByteBuffer pattern(boolean direct, int position, int bytes, int seed) {
    ByteBuffer buffer = room(direct, position + bytes + MARGIN);
    for (int i = 0; i < bytes; i++) {
      buffer.put(position + i, patternByte(seed, i));
    }
    return buffer.position(position).limit(position + bytes);
  }

  static ByteBuffer pattern(int bytes, int seed) {
    return pattern(true, 0, bytes, seed);
  }

  static ByteBuffer ints(int... values) {
    ByteBuffer buffer = room(true, values.length * Integer.BYTES);
    for (int value : values) {
      buffer.putInt(value);
    }
    return buffer.flip();
  }

  static byte patternByte(int seed, int index) {
    return (byte) (seed * 31 + index + (index >> 8) * 7);
  }

  /** Checks the bytes from {@code from} on, by absolute access. */
  static void assertPattern(ByteBuffer buffer, int from, int bytes, int seed) {
    for (int i = 0; i < bytes; i++) {
      if (buffer.get(from + i) != patternByte(seed, i)) {
        assertThat(buffer.get(from + i))
            .as("byte %d of %d", i, bytes)
            .isEqualTo(patternByte(seed, i));
      }
    }
  }
}
