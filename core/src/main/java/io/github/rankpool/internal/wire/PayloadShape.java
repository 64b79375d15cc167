package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;

/**
 * What a frame says of a payload that follows it in chunks.
 *
 * <pre>
 *  0                8            12
 *  +----------------+------------+--------------------------------+
 *  | stream bytes   | arrays (n) | n x (type: 1 byte, length: 4)  |
 *  +----------------+------------+--------------------------------+
 * </pre>
 */
public final class PayloadShape {
  /** The most arrays that travel beside one stream, so that every shape fits a frame. */
  static final int MAX_ARRAYS = 1024;

  private static final int FIXED_BYTES = Long.BYTES + Integer.BYTES;
  private static final int ARRAY_BYTES = 1 + Integer.BYTES;

  private final long streamBytes;
  private final byte[] types;
  private final int[] lengths;

  private PayloadShape(long streamBytes, byte[] types, int[] lengths) {
    this.streamBytes = streamBytes;
    this.types = types;
    this.lengths = lengths;
  }

  static PayloadShape of(Payload payload) {
    int n = payload.arrays().size();
    byte[] types = new byte[n];
    int[] lengths = new int[n];
    for (int i = 0; i < n; i++) {
      Object array = payload.arrays().get(i);
      types[i] = PrimitiveArrays.typeCode(array);
      lengths[i] = java.lang.reflect.Array.getLength(array);
    }
    return new PayloadShape(payload.streamBytes(), types, lengths);
  }

  static int encodedBytes(Payload payload) {
    return FIXED_BYTES + ARRAY_BYTES * payload.arrays().size();
  }

  void writeTo(ByteBuffer frame) {
    frame.putLong(streamBytes).putInt(types.length);
    for (int i = 0; i < types.length; i++) {
      frame.put(types[i]).putInt(lengths[i]);
    }
  }

  static PayloadShape readFrom(ByteBuffer frame) throws FrameException {
    FrameException.check(frame.remaining() >= FIXED_BYTES, "payload shape is cut off");
    long streamBytes = frame.getLong();
    int n = frame.getInt();
    FrameException.check(streamBytes >= 0, "stream of negative length");
    if (n < 0 || n > MAX_ARRAYS) {
      throw new FrameException("payload with " + n + " arrays");
    }
    FrameException.check(frame.remaining() >= n * ARRAY_BYTES, "payload shape is cut off");
    byte[] types = new byte[n];
    int[] lengths = new int[n];
    for (int i = 0; i < n; i++) {
      types[i] = frame.get();
      lengths[i] = frame.getInt();
      FrameException.check(PrimitiveArrays.isTypeCode(types[i]), "array of unknown type");
      FrameException.check(lengths[i] >= 0, "array of negative length");
    }
    PayloadShape shape = new PayloadShape(streamBytes, types, lengths);
    FrameException.check(shape.bytes() > 0, "empty payload announced");
    return shape;
  }

  /**
   * The length of the whole payload.
   *
   * @return bytes
   */
  public long bytes() {
    long sum = streamBytes;
    for (int i = 0; i < types.length; i++) {
      sum += (long) lengths[i] * PrimitiveArrays.elementBytes(types[i]);
    }
    // A sum that overflowed is larger than any limit.
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  long streamBytes() {
    return streamBytes;
  }

  int arrayCount() {
    return types.length;
  }

  byte arrayType(int index) {
    return types[index];
  }

  int arrayLength(int index) {
    return lengths[index];
  }
}
