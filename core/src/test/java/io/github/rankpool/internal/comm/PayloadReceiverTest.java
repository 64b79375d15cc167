package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class PayloadReceiverTest {
  private static final int LARGE = 100_000;
  private static final int CHUNK = 2;

  private final ManualBackend backend = new ManualBackend(1);
  private final List<TaskRecord> records = new ArrayList<>();
  private final Peer peer = new Peer(0);
  private final PayloadReceiver receiver =
      new PayloadReceiver(
          backend,
          new BufferPool(backend, Frames.MAX_CHUNK_BYTES, 1),
          LARGE,
          Long.MAX_VALUE,
          new Link.Handler() {
            @Override
            public void onRecord(int peer, FrameType type, TaskRecord record) {
              records.add(record);
            }

            @Override
            public void onRefused(int peer, FrameType type, Announced announced, String reason) {
              throw new AssertionError(reason);
            }

            @Override
            public void onControl(int peer, FrameType type, ByteBuffer body) {
              throw new AssertionError(type);
            }

            @Override
            public void onBroken(int peer, Exception problem) {
              throw new AssertionError(problem);
            }
          });

  private byte[] announce(int bytes) throws FrameException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    ByteBuffer frame = ByteBuffer.allocate(Frames.MAX_FRAME_BYTES);
    Frames.begin(frame, FrameType.TASKS, 0);
    Frames.add(frame, new TaskRecord(1, Outcome.TASK, 0, Payload.ofBytes(content)));
    Frames.end(frame);
    Frames.readHeader(frame, 0);
    Announced announced = Frames.readRecord(frame);
    receiver.announced(peer, FrameType.TASKS, announced, Objects.requireNonNull(announced.shape()));
    return content;
  }

  private void begin(byte[] chunk) {
    backend.deliver(0, CHUNK, chunk);
    MatchedMessage message = backend.communicator().improbe(0, CHUNK);
    receiver.begin(peer, Objects.requireNonNull(message));
  }

  @Test
  void memoryOfAPayloadThatIsNotLargeIsThereAtOnce() throws FrameException {
    byte[] content = announce(LARGE - 1);
    begin(content);

    assertThat(receiver.takeNext(peer)).isTrue();
    assertThat(records.get(0).payload().toByteArray()).isEqualTo(content);
    assertThat(backend.wakes()).isZero();
  }

  @Test
  void aLargePayloadWaitsForItsMemoryWhichWakesTheCommunicationThread() throws FrameException {
    byte[] content = announce(LARGE);
    begin(content);
    while (!receiver.takeNext(peer)) {
      Thread.onSpinWait();
    }

    assertThat(records.get(0).payload().toByteArray()).isEqualTo(content);
    while (backend.wakes() == 0) {
      Thread.onSpinWait();
    }
    assertThat(peer.receiving).isEmpty();
  }

  @Test
  void thereIsNoRoomForMoreChunksUntilOneIsCopied() throws FrameException {
    while (receiver.hasRoom()) {
      announce(LARGE - 1);
      begin(new byte[LARGE - 1]);
    }
    final int underWay = peer.receiving.size();
    receiver.takeNext(peer);

    assertThat(receiver.hasRoom()).isTrue();
    assertThat(peer.receiving).hasSize(underWay - 1);
  }
}
