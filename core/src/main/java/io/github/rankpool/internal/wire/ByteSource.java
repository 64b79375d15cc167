package io.github.rankpool.internal.wire;

import java.io.EOFException;
import java.io.StreamCorruptedException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link ByteSink} has written. Takes no memory for more than there are bytes to fill
 * it with.
 */
final class ByteSource {
  private static final int MAX_VAR_INT_BITS = 32;
  private static final VarHandle SHORT = ByteSink.bigEndian(short[].class);
  private static final VarHandle INT = ByteSink.bigEndian(int[].class);
  private static final VarHandle LONG = ByteSink.bigEndian(long[].class);

  private final byte[] bytes;
  private final int end;
  private int at;

  ByteSource(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ByteSource(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  int position() {
    return at;
  }

  boolean hasRemaining() {
    return at < end;
  }

  /** The next bytes as a source of their own. */
  ByteSource slice(int length) throws EOFException {
    require(length);
    ByteSource slice = new ByteSource(bytes, at, at + length);
    at += length;
    return slice;
  }

  private void require(long length) throws EOFException {
    if (length > end - at) {
      throw new EOFException("cut off: " + length + " bytes expected, there are " + (end - at));
    }
  }

  byte get() throws EOFException {
    if (at >= end) {
      require(1);
    }
    return bytes[at++];
  }

  byte[] get(int length) throws EOFException {
    require(length);
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at, copy, 0, length);
    at += length;
    return copy;
  }

  short getShort() throws EOFException {
    require(Short.BYTES);
    at += Short.BYTES;
    return (short) SHORT.get(bytes, at - Short.BYTES);
  }

  int getInt() throws EOFException {
    require(Integer.BYTES);
    at += Integer.BYTES;
    return (int) INT.get(bytes, at - Integer.BYTES);
  }

  long getLong() throws EOFException {
    require(Long.BYTES);
    at += Long.BYTES;
    return (long) LONG.get(bytes, at - Long.BYTES);
  }

  /** A length, index or number: not negative. */
  int getVarInt() throws EOFException, StreamCorruptedException {
    long value = getVarLong(MAX_VAR_INT_BITS);
    if (value > Integer.MAX_VALUE) {
      throw new StreamCorruptedException("length or number " + value);
    }
    return (int) value;
  }

  long getVarLong() throws EOFException, StreamCorruptedException {
    return getVarLong(Long.SIZE);
  }

  private long getVarLong(int maxBits) throws EOFException, StreamCorruptedException {
    long value = 0;
    for (int shift = 0; shift < maxBits; shift += 7) {
      byte next = get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new StreamCorruptedException("number of too many bytes");
  }

  String getLatin1() throws EOFException, StreamCorruptedException {
    int length = getVarInt();
    require(length);
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.ISO_8859_1);
  }

  String getUtf16() throws EOFException, StreamCorruptedException {
    int length = getVarInt();
    require(2L * length);
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = (char) getShort();
    }
    return new String(chars);
  }

  /** A number of values to come, each of which has at least one byte. */
  int getCount() throws EOFException, StreamCorruptedException {
    int count = getVarInt();
    require(count);
    return count;
  }

  Object getArray() throws EOFException, StreamCorruptedException {
    byte type = get();
    if (!PrimitiveArrays.isTypeCode(type)) {
      throw new StreamCorruptedException("array of type " + type);
    }
    int length = getVarInt();
    long size = (long) length * PrimitiveArrays.elementBytes(type);
    require(size);
    Object array = PrimitiveArrays.allocate(type, length);
    PrimitiveArrays.copyIn(ByteBuffer.wrap(bytes, at, (int) size), (int) size, array, 0);
    at += (int) size;
    return array;
  }
}
