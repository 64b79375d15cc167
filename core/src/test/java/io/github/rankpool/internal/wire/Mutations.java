package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes in the ways in which they come damaged, or made by somebody who means harm. */
final class Mutations {
  private static final int[] ODD_NUMBERS = {
    0, 1, -1, 2, 63, 64, 127, 128, 255, 256, 1023, 1025, 65_535, 65_536, 0x7fffffff, 0x80000000
  };
  private static final int MAX_CHANGES = 4;
  private static final int MAX_ADDED = 64;

  private final Random random;
  private final List<byte[]> others;

  /**
   * Creates a source of damage.
   *
   * @param random decides
   * @param others what parts are taken from
   */
  Mutations(Random random, List<byte[]> others) {
    this.random = random;
    this.others = others;
  }

  byte[] damaged(byte[] original) {
    byte[] bytes = original;
    for (int i = 1 + random.nextInt(MAX_CHANGES); i > 0; i--) {
      bytes = changed(bytes.clone());
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return random(MAX_ADDED);
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(9)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes[at] = (byte) random.nextInt(24); // a tag, a code, a short length
      case 3 -> putNumber(bytes, at);
      case 4 -> swap(bytes, at, random.nextInt(bytes.length));
      case 5 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 6 -> {
        return joined(bytes, bytes.length, random(MAX_ADDED), 0);
      }
      case 7 -> {
        byte[] other = others.get(random.nextInt(others.size()));
        return joined(bytes, at, other, random.nextInt(other.length + 1));
      }
      default -> {
        byte[] noise = random(bytes.length - at);
        System.arraycopy(noise, 0, bytes, at, noise.length);
      }
    }
    return bytes;
  }

  byte[] random(int atMost) {
    byte[] bytes = new byte[random.nextInt(atMost + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  private void putNumber(byte[] bytes, int at) {
    if (at + Integer.BYTES <= bytes.length) {
      ByteBuffer.wrap(bytes).putInt(at, ODD_NUMBERS[random.nextInt(ODD_NUMBERS.length)]);
    }
  }

  private static void swap(byte[] bytes, int one, int other) {
    if (Math.max(one, other) + Integer.BYTES <= bytes.length) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      int number = buffer.getInt(one);
      buffer.putInt(one, buffer.getInt(other)).putInt(other, number);
    }
  }

  /** The head of one and the tail of another. */
  private static byte[] joined(byte[] head, int length, byte[] tail, int from) {
    byte[] both = Arrays.copyOf(head, length + tail.length - from);
    System.arraycopy(tail, from, both, length, tail.length - from);
    return both;
  }

  /** Another name of the same length in place of a class's. */
  static byte[] renamed(byte[] bytes, Class<?> from, String to) {
    if (from.getName().length() != to.length()) {
      throw new IllegalArgumentException(to);
    }
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .replace(from.getName(), to)
        .replace(from.getName().replace('.', '/'), to.replace('.', '/'))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
