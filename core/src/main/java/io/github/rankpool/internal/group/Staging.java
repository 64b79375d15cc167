package io.github.rankpool.internal.group;

import io.github.rankpool.internal.wire.PrimitiveArrays;
import io.github.rankpool.spi.MpiRuntime;
import java.nio.ByteBuffer;

/**
 * Direct memory for what is on the heap: one buffer to send from and one to receive into. They grow
 * up to a limit and are used again and again; longer ones are made for one use.
 */
public final class Staging {
  private static final int FIRST_BYTES = 4 << 10;
  private static final int KEPT_BYTES = 4 << 20;

  private final MpiRuntime runtime;
  private ByteBuffer out;
  private ByteBuffer in;

  Staging(MpiRuntime runtime) {
    this.runtime = runtime;
    this.out = runtime.allocate(0);
    this.in = out;
  }

  /**
   * Memory to send from.
   *
   * @param bytes its length
   * @return in native order, from position 0 to the limit; valid until the next call
   */
  public ByteBuffer out(int bytes) {
    if (bytes > KEPT_BYTES) {
      return runtime.allocate(bytes);
    }
    out = enlarged(out, bytes);
    return out.clear().limit(bytes);
  }

  /**
   * Memory to receive into.
   *
   * @param bytes its length
   * @return in native order, from position 0 to the limit; valid until the next call
   */
  public ByteBuffer in(int bytes) {
    if (bytes > KEPT_BYTES) {
      return runtime.allocate(bytes);
    }
    in = enlarged(in, bytes);
    return in.clear().limit(bytes);
  }

  /**
   * Memory to send from, holding an array's content.
   *
   * @param array a primitive array of at most {@link Checks#MAX_BYTES}
   * @return from position 0 to the limit; valid until the next call
   */
  public ByteBuffer copyOf(Object array) {
    int bytes = (int) PrimitiveArrays.byteLength(array);
    ByteBuffer memory = out(bytes);
    PrimitiveArrays.copyOut(array, 0, memory, bytes);
    return memory.flip();
  }

  /**
   * Memory to send from, holding a buffer's content.
   *
   * @param buffer stays as it is
   * @return the buffer itself if it is direct; otherwise valid until the next call
   */
  public ByteBuffer readable(ByteBuffer buffer) {
    return buffer.isDirect() ? buffer : out(buffer.remaining()).put(buffer.duplicate()).flip();
  }

  /**
   * Memory to receive into, for a buffer.
   *
   * @param buffer stays as it is
   * @param bytes how many are to come, at most what remains in the buffer
   * @return part of the buffer if it is direct; otherwise valid until the next call
   */
  public ByteBuffer writable(ByteBuffer buffer, int bytes) {
    return buffer.isDirect() ? buffer.slice(buffer.position(), bytes) : in(bytes);
  }

  /**
   * Ends a receive for a buffer: brings the bytes there and moves its position behind them.
   *
   * @param buffer the user's
   * @param memory what {@link #writable} gave, written up to its position
   */
  public static void written(ByteBuffer buffer, ByteBuffer memory) {
    if (buffer.isDirect()) {
      buffer.position(buffer.position() + memory.position());
    } else {
      buffer.put(memory.flip());
    }
  }

  private ByteBuffer enlarged(ByteBuffer memory, int bytes) {
    if (bytes <= memory.capacity()) {
      return memory;
    }
    return runtime.allocate(Math.max(FIRST_BYTES, Integer.highestOneBit(bytes - 1) * 2));
  }
}
