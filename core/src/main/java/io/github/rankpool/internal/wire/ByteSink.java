package io.github.rankpool.internal.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes one behind the other in memory that grows. Counterpart of {@link ByteSource}. */
final class ByteSink {
  private static final int MAX_LATIN1 = 0xff;
  private static final int MORE = 0x80;
  private static final int MAX_VAR_BYTES = 10;
  private static final VarHandle SHORT = bigEndian(short[].class);
  private static final VarHandle INT = bigEndian(int[].class);
  private static final VarHandle LONG = bigEndian(long[].class);

  private byte[] bytes = new byte[64];
  private int used;

  static VarHandle bigEndian(Class<?> arrayType) {
    return MethodHandles.byteArrayViewVarHandle(arrayType, ByteOrder.BIG_ENDIAN);
  }

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
    reserve(Short.BYTES);
    SHORT.set(bytes, used, (short) value);
    used += Short.BYTES;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(bytes, used, value);
    used += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(bytes, used, value);
    used += Long.BYTES;
  }

  /** Seven bits a byte, the lowest first; the highest bit tells that more follow. */
  void putVarInt(int value) {
    putVarLong(value & 0xffff_ffffL);
  }

  /** As {@link #putVarInt}. */
  void putVarLong(long value) {
    reserve(MAX_VAR_BYTES);
    long rest = value;
    while ((rest & -MORE) != 0) {
      bytes[used++] = (byte) (rest | MORE);
      rest >>>= 7;
    }
    bytes[used++] = (byte) rest;
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
