package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiRuntime;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct buffers of one size, used again and again. Keeps a bounded number of idle ones; more are
 * left to the garbage collector. Not thread-safe: it belongs to one link.
 */
public final class BufferPool {
  /** Of all pools of this process: what tests look for leaks by. */
  private static final AtomicLong OUTSTANDING = new AtomicLong();

  private final MpiRuntime runtime;
  private final int bytes;
  private final int maxIdle;
  private final ArrayDeque<ByteBuffer> idle = new ArrayDeque<>();

  /**
   * Creates a pool without buffers.
   *
   * @param runtime gives them
   * @param bytes capacity of each
   * @param maxIdle how many to keep that nobody uses
   */
  public BufferPool(MpiRuntime runtime, int bytes, int maxIdle) {
    this.runtime = runtime;
    this.bytes = bytes;
    this.maxIdle = maxIdle;
  }

  /**
   * Takes a buffer.
   *
   * @return cleared; the caller's until given back
   */
  public ByteBuffer take() {
    ByteBuffer buffer = idle.pollLast();
    OUTSTANDING.incrementAndGet();
    return buffer == null ? runtime.allocate(bytes) : buffer.clear();
  }

  /**
   * Gives a buffer back.
   *
   * @param buffer that was taken here, and that nobody uses any more
   */
  public void giveBack(ByteBuffer buffer) {
    OUTSTANDING.decrementAndGet();
    if (idle.size() < maxIdle) {
      idle.addLast(buffer);
    }
  }

  /** How many buffers of all pools were taken and not given back. Callable from any thread. */
  static long outstanding() {
    return OUTSTANDING.get();
  }
}
