package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Hands out a payload's bytes chunk by chunk: first the stream, then the arrays. No chunk ends
 * inside an element of an array.
 *
 * <p>Counterpart of {@link PayloadSink}. Not thread-safe.
 */
public final class PayloadSource {
  private static final int LONGEST_ELEMENT_BYTES = Long.BYTES;

  private final List<byte[]> stream;
  private final List<Object> arrays;
  private int part;
  private long offset;

  /**
   * Starts at the payload's first byte.
   *
   * @param payload what to send; not to be changed meanwhile
   */
  public PayloadSource(Payload payload) {
    this.stream = payload.stream();
    this.arrays = payload.arrays();
    skipEmptyParts();
  }

  /**
   * Tells whether there is another chunk.
   *
   * @return false once all bytes were handed out
   */
  public boolean hasNext() {
    return part < stream.size() + arrays.size();
  }

  /**
   * Fills a buffer with the next chunk, as much as it has room for, and flips it.
   *
   * @param chunk cleared buffer of eight bytes or more
   */
  public void next(ByteBuffer chunk) {
    copyTo(chunk);
    chunk.flip();
  }

  /** Puts as much into a buffer as it has room for. */
  void copyTo(ByteBuffer buffer) {
    int bytes = bytesFor(buffer);
    while (bytes > 0) {
      PrimitiveArrays.copyOut(part(), offset, buffer, bytes);
      offset += bytes;
      if (offset == PrimitiveArrays.byteLength(part())) {
        part++;
        offset = 0;
        skipEmptyParts();
      }
      bytes = bytesFor(buffer);
    }
  }

  /** How much of the next part a buffer has room for. */
  private int bytesFor(ByteBuffer buffer) {
    if (!hasNext()) {
      return 0;
    }
    long left = PrimitiveArrays.byteLength(part()) - offset;
    int room = buffer.remaining();
    return (int) (left <= room ? left : room - room % LONGEST_ELEMENT_BYTES);
  }

  private void skipEmptyParts() {
    while (hasNext() && PrimitiveArrays.byteLength(part()) == 0) {
      part++;
    }
  }

  private Object part() {
    return part < stream.size() ? stream.get(part) : arrays.get(part - stream.size());
  }
}
