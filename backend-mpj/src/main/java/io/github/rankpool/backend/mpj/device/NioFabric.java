package io.github.rankpool.backend.mpj.device;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import mpjdev.Request;
import xdev.ProcessID;
import xdev.niodev.NIODevice;

/**
 * A fabric over {@code niodev}, which sends over TCP. The device writes its own header in front of
 * the data, in the same memory, so that what is sent is copied once; what is received is not.
 */
final class NioFabric extends XdevFabric {
  /** Enough for a few transfers at once; more get memory of their own. */
  private static final int IDLE_BLOCKS = 8;

  private final NIODevice device;
  private final int overhead;
  private final ByteBuffer[] shortMessages;
  private final ArrayBlockingQueue<ByteBuffer> idleBlocks = new ArrayBlockingQueue<>(IDLE_BLOCKS);
  private final Runnable selecting;

  /**
   * Takes over a device.
   *
   * @param selecting reads what comes, or waits for the thread that does; returns when the device
   *     has ended
   */
  NioFabric(NIODevice device, ProcessID[] processes, int place, Runnable selecting) {
    super(device, processes, place);
    this.device = device;
    this.overhead = device.getSendOverhead();
    this.shortMessages = new ByteBuffer[processes.length];
    this.selecting = selecting;
  }

  @Override
  public void start(Events listener) {
    super.start(listener);
    startThread(
        () -> {
          try {
            selecting.run();
          } finally {
            // Also where there was no memory for it: nothing would come any more, and none be lost.
            end();
          }
        },
        "rankpool-mpj-select");
  }

  @Override
  void release(Request request, Thread thread) {
    NioInternals.release(request);
  }

  @Override
  RawBytes prepare(int destination, ByteBuffer head, ByteBuffer body) {
    ByteBuffer memory = shortMessages[destination];
    if (memory == null) {
      memory = ByteBuffer.allocateDirect(overhead + MAX_SHORT);
      shortMessages[destination] = memory;
    }
    int headBytes = head.remaining();
    memory.put(overhead, head, head.position(), headBytes);
    memory.put(overhead + headBytes, body, body.position(), body.remaining());
    return RawBytes.toSend(memory, overhead, headBytes + body.remaining());
  }

  @Override
  RawBytes prepareBlock(ByteBuffer block) {
    ByteBuffer memory = idleBlocks.poll();
    if (memory == null) {
      memory = ByteBuffer.allocateDirect(overhead + MAX_BLOCK);
    }
    memory.put(overhead, block, block.position(), block.remaining());
    return RawBytes.toSend(memory, overhead, block.remaining());
  }

  @Override
  void sent(RawBytes block) {
    idleBlocks.offer(block.memory());
  }

  @Override
  ThreadGroup group() {
    return Thread.currentThread().getThreadGroup();
  }

  @Override
  void shut() {
    NioInternals.close(device);
  }
}
