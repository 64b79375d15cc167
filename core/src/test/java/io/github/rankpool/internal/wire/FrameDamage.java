package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Damages frames for those who receive them. */
public final class FrameDamage {
  private FrameDamage() {}

  /**
   * A damaged copy of a frame, which in half of all cases keeps enough of its header that more than
   * that is looked at.
   */
  public static byte[] damaged(byte[] frame, int changes, Random random) {
    byte[] bytes = frame.clone();
    for (int i = changes; i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = (byte) random.nextInt(FrameType.values().length);
        case 3 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        default -> bytes = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(30));
      }
    }
    if (bytes.length >= Frames.HEADER_BYTES && random.nextBoolean()) {
      ByteBuffer.wrap(bytes).put(frame, 0, 3).putInt(4, bytes.length).put(12, frame, 12, 4);
    }
    return bytes;
  }
}
