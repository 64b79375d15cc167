package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Payloads and frames for the tests of this package. */
final class WireSamples {
  private WireSamples() {}

  static ByteBuffer frame() {
    return ByteBuffer.allocateDirect(Frames.MAX_FRAME_BYTES);
  }

  static ByteBuffer frame(FrameType type, int sequence, TaskRecord... records) {
    ByteBuffer frame = frame();
    Frames.begin(frame, type, sequence);
    for (TaskRecord record : records) {
      Frames.add(frame, record);
    }
    Frames.end(frame);
    return frame;
  }

  static byte[] randomBytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static Payload payload(Object... arrays) {
    return new Payload(List.of(new byte[] {1, 2, 3}), List.of(arrays));
  }
}
