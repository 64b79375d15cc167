package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.comm.BufferPool;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.spi.MpiRuntime;
import java.nio.ByteBuffer;

/** Buffers that hold any message with a tag. For the communication thread. */
final class Buffers {
  private static final int MAX_IDLE_FRAMES = 64;
  private static final int MAX_IDLE_CHUNKS = 16;

  private final BufferPool frames;
  private final BufferPool chunks;

  Buffers(MpiRuntime runtime) {
    frames = new BufferPool(runtime, Frames.MAX_FRAME_BYTES, MAX_IDLE_FRAMES);
    chunks = new BufferPool(runtime, Frames.MAX_CHUNK_BYTES, MAX_IDLE_CHUNKS);
  }

  static int bytesFor(int tag) {
    return tag == Link.FRAME_TAG ? Frames.MAX_FRAME_BYTES : Frames.MAX_CHUNK_BYTES;
  }

  ByteBuffer take(int tag) {
    return pool(tag).take();
  }

  void giveBack(int tag, ByteBuffer buffer) {
    pool(tag).giveBack(buffer);
  }

  private BufferPool pool(int tag) {
    return tag == Link.FRAME_TAG ? frames : chunks;
  }
}
