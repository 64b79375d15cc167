package io.github.rankpool.backend.openmpi.bindings;

import java.nio.ByteBuffer;

/**
 * Memory as the bindings need it. They know nothing of positions: of a direct buffer they take the
 * address, of a heap buffer the array and its offset.
 */
final class Buffers {
  /** Heap buffers up to this size borrow their thread's direct memory. */
  private static final int SCRATCH_BYTES = 64 * 1024;

  private static final ThreadLocal<ByteBuffer> SCRATCH =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SCRATCH_BYTES));

  private Buffers() {}

  /** The remaining bytes as the memory of a buffer at position 0; direct buffers only. */
  static ByteBuffer memory(ByteBuffer direct) {
    return direct.position() == 0 ? direct : direct.slice();
  }

  /**
   * The remaining bytes to be read by a blocking send, which copies heap arrays to native memory
   * itself.
   */
  static ByteBuffer readable(ByteBuffer buffer) {
    if (buffer.isDirect()) {
      return memory(buffer);
    }
    if (!buffer.hasArray()) {
      return copy(buffer);
    }
    return buffer.position() == 0 ? buffer : buffer.slice();
  }

  /** Direct memory with the remaining bytes; the buffer's own where it is direct. */
  static ByteBuffer directCopy(ByteBuffer buffer) {
    return buffer.isDirect() ? memory(buffer) : copy(buffer);
  }

  /** Direct memory with room for as many bytes; the buffer's own where it is direct. */
  static ByteBuffer directRoom(ByteBuffer buffer) {
    return buffer.isDirect() ? memory(buffer) : ByteBuffer.allocateDirect(buffer.remaining());
  }

  /** Direct memory of this thread, valid until its next call. */
  static ByteBuffer scratch(int bytes) {
    return bytes <= SCRATCH_BYTES ? SCRATCH.get() : ByteBuffer.allocateDirect(bytes);
  }

  /**
   * Ends a receive: moves the position behind what was received, and brings it there first if it
   * was received into other memory.
   *
   * @param memory what the operation wrote to, from its beginning on
   */
  static void received(ByteBuffer buffer, ByteBuffer memory, int bytes) {
    if (!buffer.isDirect()) {
      buffer.put(buffer.position(), memory, 0, bytes);
    }
    buffer.position(buffer.position() + bytes);
  }

  private static ByteBuffer copy(ByteBuffer buffer) {
    int bytes = buffer.remaining();
    return ByteBuffer.allocateDirect(bytes).put(0, buffer, buffer.position(), bytes);
  }
}
