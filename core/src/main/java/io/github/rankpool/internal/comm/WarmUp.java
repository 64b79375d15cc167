package io.github.rankpool.internal.comm;

import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskRecord;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads what the first task will need while MPI starts, which takes longer and leaves a processor
 * free: greets and encodes for nobody, on a thread of its own that soon ends.
 */
public final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final AtomicBoolean BEGUN = new AtomicBoolean();

  private WarmUp() {}

  /** Begins, if nobody in this process has yet. Returns at once. */
  public static void begin() {
    if (BEGUN.compareAndSet(false, true)) {
      Thread thread = new Thread(WarmUp::run, "rankpool-warm-up");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void run() {
    try {
      byte[] nonce = Handshake.newNonce();
      Handshake.workerProof(Handshake.newSecret(), nonce, nonce, 0);
      JavaCodec codec = JavaCodec.selfContained();
      Payload payload = codec.encode(new Sample(() -> {}));
      ByteBuffer frame = ByteBuffer.allocateDirect(Frames.MAX_FRAME_BYTES);
      Frames.begin(frame, FrameType.TASKS, 0);
      Frames.add(frame, new TaskRecord(0, Outcome.TASK, 0, payload));
      Frames.end(frame);
      Frames.readHeader(frame, 0);
      Frames.readRecord(frame);
      codec.decode(payload, WarmUp.class.getClassLoader());
    } catch (CodecException | FrameException | RuntimeException e) {
      LOG.debug("warming up failed", e);
    }
  }

  /** What tasks are made of: a record that holds a lambda. */
  private record Sample(SerializableRun task) implements Serializable {}

  /** As the functional interfaces for tasks. */
  private interface SerializableRun extends Runnable, Serializable {}
}
