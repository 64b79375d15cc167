package io.github.rankpool.backend.mpj.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import mpjdev.Request;
import xdev.ProcessID;
import xdev.smpdev.SMPDevice;

/**
 * A fabric over {@code smpdev}, whose ranks are threads of one JVM. The device tells ranks apart by
 * the thread group of whoever calls it.
 */
final class SmpFabric extends XdevFabric {
  private final ThreadGroup group;

  /** A fabric of the rank that the calling thread belongs to. */
  SmpFabric(SMPDevice device, ProcessID[] processes, int place) {
    super(device, processes, place);
    this.group = Thread.currentThread().getThreadGroup();
  }

  /** The sender may go on before the device has copied this, so it is copied here. */
  @Override
  RawBytes prepare(int destination, ByteBuffer head, ByteBuffer body) {
    ByteBuffer memory = ByteBuffer.allocate(head.remaining() + body.remaining());
    memory.put(head.duplicate()).put(body.duplicate()).flip();
    return RawBytes.toSend(memory, 0, memory.remaining());
  }

  @Override
  RawBytes prepareBlock(ByteBuffer block) {
    return RawBytes.toSend(block, 0, block.remaining());
  }

  @Override
  void sent(RawBytes block) {}

  /** The device's own waits end at an interrupt. */
  @Override
  void release(Request request, Thread thread) {
    thread.interrupt();
  }

  @Override
  ThreadGroup group() {
    return group;
  }

  /**
   * A thread of another group, such as one of the common pool, has the send done by one of ours.
   */
  @Override
  Request begin(int destination, RawBytes bytes, int tag, int context) throws IOException {
    if (Thread.currentThread().getThreadGroup() == group) {
      return super.begin(destination, bytes, tag, context);
    }
    FutureTask<Request> task =
        new FutureTask<>(() -> super.begin(destination, bytes, tag, context));
    startThread(task, "rankpool-mpj-send");
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot send to place " + destination, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while sending", e);
    }
  }

  @Override
  void shut() {}
}
