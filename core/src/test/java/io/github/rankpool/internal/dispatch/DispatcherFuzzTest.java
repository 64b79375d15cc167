package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.DoorbellAddress;
import io.github.rankpool.internal.wire.FrameDamage;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.testkit.Watchdog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One of two workers sends what is damaged: the pool goes on with the other, and every task ends
 * once. {@code -Drankpool.fuzz.seed=} for the same damage again.
 */
class DispatcherFuzzTest {
  private static final long SEED = Long.getLong("rankpool.fuzz.seed", new Random().nextLong());
  private static final int ROUNDS = 200;

  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(60));

  private Random random = new Random(SEED);

  @RepeatedTest(5)
  void damagedFramesCostTheirSenderAndNothingElse(RepetitionInfo repetition) {
    for (int i = 0; i < ROUNDS; i++) {
      long seed = SEED + (long) repetition.getCurrentRepetition() * ROUNDS + i;
      random = new Random(seed);
      try {
        damageOnce();
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + " of " + SEED, e);
      }
    }
  }

  private void damageOnce() {
    DispatcherFixture pool = DispatcherFixture.running(2);
    pool.submit(6);
    pool.cycle();
    ScriptedWorker worker = pool.worker(1);
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      if (random.nextInt(8) == 0) {
        worker.sendChunk(new byte[random.nextInt(200)]);
      } else {
        worker.sendFrameOfBytes(FrameDamage.damaged(frame(worker), 1 + random.nextInt(3), random));
      }
      pool.cycle();
      assertThat(pool.dispatcher.isFinished())
          .as("the pool is broken: %s", pool.breakages)
          .isFalse();
    }
    pool.submit(4);
    pool.playAll(DispatcherFixture.SHORT_NANOS);
    // What it still may have, it will not bring any more.
    worker.sendFrameOfBytes(new byte[0]);
    pool.playAll(DispatcherFixture.SHORT_NANOS);

    assertThat(pool.leftEvents).containsExactly(1);
    assertThat(pool.listeners.values())
        .allMatch(listener -> listener.calls.size() == 1, "was told once");
    assertThat(pool.dispatcher.isFinished()).isFalse();
  }

  private byte[] frame(ScriptedWorker worker) {
    long id = worker.tasks.isEmpty() ? 1 : worker.taskIds().get(0);
    // Whatever is given back, by mistake or not, may come again.
    worker.tasks.clear();
    Payload small = Payload.ofBytes(new byte[random.nextInt(50)]);
    return switch (random.nextInt(7)) {
      case 0 -> worker.frame(FrameType.RESULTS, new TaskRecord(id, Outcome.VALUE, 9, small));
      case 1 -> worker.frame(FrameType.RESULTS, new TaskRecord(id, Outcome.THROWN, 9, small));
      case 2 -> // followed by no chunk, or by another one
          worker.frame(
              FrameType.RESULTS,
              new TaskRecord(
                  id, Outcome.VALUE, 9, Payload.ofBytes(new byte[Frames.MAX_INLINE_BYTES + 1])),
              new TaskRecord(id + 1, Outcome.VALUE, 9, small));
      case 3 ->
          withBody(
              worker.frame(FrameType.RETURNED),
              TaskIds.returned(new TaskIds.Returned(new long[] {id}, new long[] {id + 1})));
      case 4 -> withBody(worker.frame(FrameType.BELL), new DoorbellAddress(9, 1).toBytes());
      case 5 -> worker.frame(FrameType.HEARTBEAT);
      default -> withBody(worker.frame(FrameType.HELLO), new byte[70]);
    };
  }

  private static byte[] withBody(byte[] frame, byte[] body) {
    byte[] whole = Arrays.copyOf(frame, frame.length + body.length);
    System.arraycopy(body, 0, whole, frame.length, body.length);
    ByteBuffer.wrap(whole).putInt(4, whole.length);
    return whole;
  }
}
