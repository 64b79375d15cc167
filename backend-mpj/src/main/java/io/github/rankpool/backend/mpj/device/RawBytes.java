package io.github.rankpool.backend.mpj.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import mpjbuf.Buffer;
import mpjbuf.NIOBuffer;
import mpjbuf.Type;

/**
 * Bytes as a device sends and receives them, in memory that is ours. The vendor's buffers put a
 * header of their own before the data, which would cost a copy; devices only ask for the two values
 * that it holds.
 */
final class RawBytes extends Buffer {
  private final ByteBuffer memory;

  /**
   * Wraps memory without a copy.
   *
   * @param memory what remains of it: {@code overhead} bytes that the device writes to, then data
   */
  private RawBytes(ByteBuffer memory, int overhead) {
    super(new NIOBuffer(memory.remaining(), view(memory)), overhead, memory.remaining());
    this.memory = memory;
  }

  /** What was wrapped. */
  ByteBuffer memory() {
    return memory;
  }

  /** So many bytes to send, behind what the device needs for itself. */
  static RawBytes toSend(ByteBuffer memory, int overhead, int bytes) {
    RawBytes sent = new RawBytes(memory, overhead);
    sent.setSize(bytes);
    return sent;
  }

  /** Memory to receive into. */
  static RawBytes toReceive(ByteBuffer memory) {
    return new RawBytes(memory, 0);
  }

  /** Position, limit and byte order are the device's to change, so it gets its own. */
  private static ByteBuffer view(ByteBuffer memory) {
    return memory.slice().order(ByteOrder.BIG_ENDIAN);
  }

  @Override
  public void commit() {}

  @Override
  public Type getSectionHeader() {
    return Type.BYTE;
  }

  @Override
  public int getSectionSize() {
    return getSize();
  }
}
