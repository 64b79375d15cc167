package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes one behind the other in memory that grows. Counterpart of {@link ByteSource}. */
final class ByteSink {
  private static final int MAX_LATIN1 = 0xff;
  private static final int MORE = 0x80;

  private byte[] bytes = new byte[64];
  private int used;

  int length() {
    return used;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, used);
  }

  void writeTo(Payload.Output target) {
    target.write(bytes, 0, used);
  }

  private void reserve(int more) {
    if (more > bytes.length - used) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, used + more));
    }
  }

  void put(byte value) {
    reserve(1);
    bytes[used++] = value;
  }

  void put(byte[] source) {
    reserve(source.length);
    System.arraycopy(source, 0, bytes, used, source.length);
    used += source.length;
  }

  void putShort(int value) {
    put((byte) (value >> 8));
    put((byte) value);
  }

  void putInt(int value) {
    putShort(value >> 16);
    putShort(value);
  }

  void putLong(long value) {
    putInt((int) (value >> 32));
    putInt((int) value);
  }

  /** Seven bits a byte, the lowest first; the highest bit tells that more follow. */
  void putVarInt(int value) {
    putVarLong(value & 0xffff_ffffL);
  }

  /** As {@link #putVarInt}. */
  void putVarLong(long value) {
    long rest = value;
    while ((rest & -MORE) != 0) {
      put((byte) (rest | MORE));
      rest >>>= 7;
    }
    put((byte) rest);
  }

  /** With the tag that fits: most text has no char above 255. */
  void putText(String text) {
    int length = text.length();
    int start = used;
    put(Tag.LATIN1);
    putVarInt(length);
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c > MAX_LATIN1) {
        used = start;
        putUtf16(text);
        return;
      }
      bytes[used++] = (byte) c;
    }
  }

  private void putUtf16(String text) {
    put(Tag.UTF16);
    putVarInt(text.length());
    for (int i = 0; i < text.length(); i++) {
      putShort(text.charAt(i));
    }
  }

  /** The elements of a primitive array, in native byte order. */
  void putElements(Object array, int length) {
    reserve(length);
    PrimitiveArrays.copyOut(array, 0, ByteBuffer.wrap(bytes, used, length), length);
    used += length;
  }
}
