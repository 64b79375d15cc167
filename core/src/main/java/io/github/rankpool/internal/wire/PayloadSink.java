package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a payload together from its chunks, straight into the memory that the decoded object will
 * use.
 *
 * <p>A payload that is too large for this process is received all the same, to keep the connection
 * in step, but thrown away chunk by chunk; {@link #refusal} then says why.
 *
 * <p>Counterpart of {@link PayloadSource}. Not thread-safe.
 */
public final class PayloadSink {
  private final PayloadShape shape;
  private final @Nullable String refusal;
  private final List<byte[]> stream = new ArrayList<>();
  private final List<Object> arrays = new ArrayList<>();
  private long received;
  private int part;
  private long offset;

  /**
   * Takes the memory for a payload.
   *
   * @param shape as announced by the sender
   * @param limit the largest payload to take, in bytes
   */
  public PayloadSink(PayloadShape shape, long limit) {
    this.shape = shape;
    this.refusal = allocate(limit);
  }

  private @Nullable String allocate(long limit) {
    if (shape.bytes() > limit) {
      return "it has " + shape.bytes() + " bytes; the limit is " + limit;
    }
    try {
      long left = shape.streamBytes();
      do {
        byte[] piece = new byte[(int) Math.min(left, Payload.PIECE_BYTES)];
        stream.add(piece);
        left -= piece.length;
      } while (left > 0);
      for (int i = 0; i < shape.arrayCount(); i++) {
        arrays.add(PrimitiveArrays.allocate(shape.arrayType(i), shape.arrayLength(i)));
      }
      skipEmptyParts();
      return null;
    } catch (OutOfMemoryError e) {
      stream.clear();
      arrays.clear();
      return "there is no memory for its " + shape.bytes() + " bytes (" + e.getMessage() + ")";
    }
  }

  /**
   * Why the payload is thrown away.
   *
   * @return a reason, or null if the payload is kept
   */
  public @Nullable String refusal() {
    return refusal;
  }

  /**
   * Tells whether all bytes have come.
   *
   * @return true once {@link #payload} may be called
   */
  public boolean isComplete() {
    return received == shape.bytes();
  }

  /**
   * Takes the next chunk.
   *
   * @param chunk its bytes, between position and limit
   * @throws FrameException if it is longer than what is left, or ends inside an element
   */
  public void accept(ByteBuffer chunk) throws FrameException {
    int bytes = chunk.remaining();
    if (bytes > shape.bytes() - received) {
      throw new FrameException("chunk of " + bytes + " bytes is longer than what was announced");
    }
    received += bytes;
    while (refusal == null && chunk.hasRemaining()) {
      acceptPart(chunk);
    }
    chunk.position(chunk.limit());
  }

  private void acceptPart(ByteBuffer chunk) throws FrameException {
    Object array = part();
    long left = PrimitiveArrays.byteLength(array) - offset;
    int bytes = (int) Math.min(left, chunk.remaining());
    if (bytes % PrimitiveArrays.elementBytes(PrimitiveArrays.typeCode(array)) != 0) {
      throw new FrameException("chunk that ends inside an element of an array");
    }
    PrimitiveArrays.copyIn(chunk, bytes, array, offset);
    offset += bytes;
    if (bytes == left) {
      part++;
      offset = 0;
      skipEmptyParts();
    }
  }

  private void skipEmptyParts() {
    while (part < stream.size() + arrays.size() && PrimitiveArrays.byteLength(part()) == 0) {
      part++;
    }
  }

  private Object part() {
    return part < stream.size() ? stream.get(part) : arrays.get(part - stream.size());
  }

  /**
   * The payload, once complete and not refused.
   *
   * @return holds the memory that was filled
   */
  public Payload payload() {
    if (!isComplete() || refusal != null) {
      throw new IllegalStateException("no payload: " + received + " bytes received, " + refusal);
    }
    return new Payload(stream, arrays);
  }
}
