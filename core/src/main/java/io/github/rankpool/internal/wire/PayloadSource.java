package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Hands out a payload's bytes chunk by chunk. No chunk crosses the border between two parts (pieces
 * of the stream, arrays), so that no element of an array is ever cut.
 *
 * <p>Counterpart of {@link PayloadSink}, which cuts at the same places. Not thread-safe.
 */
public final class PayloadSource {
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
   * @param chunk cleared buffer whose capacity is a multiple of eight
   */
  public void next(ByteBuffer chunk) {
    Object array = part();
    int bytes = (int) Math.min(chunk.remaining(), PrimitiveArrays.byteLength(array) - offset);
    PrimitiveArrays.copyOut(array, offset, chunk, bytes);
    chunk.flip();
    offset += bytes;
    if (offset == PrimitiveArrays.byteLength(array)) {
      part++;
      offset = 0;
      skipEmptyParts();
    }
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
