package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.MAX_PAYLOAD_BYTES;
import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Definitions;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Payload;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tasks and results that do not fit a frame. */
class DispatcherPayloadTest {
  private final DispatcherFixture pool = DispatcherFixture.running(2);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private ScriptedWorker holder() {
    return pool.workers.stream().filter(w -> !w.tasks.isEmpty()).findFirst().orElseThrow();
  }

  @Test
  void largeTaskArrivesWhole() {
    byte[] task = bytes(3_000_001);
    pool.submit(Payload.ofBytes(task));
    pool.cycle();

    Payload arrived = holder().tasks.get(1L);
    assertThat(arrived).isNotNull();
    assertThat(arrived.toByteArray()).isEqualTo(task);
  }

  @Test
  void largeResultInChunksArrivesWhole() {
    byte[] result = bytes(3_000_001);
    DispatchTask task = pool.submit();
    pool.cycle();
    holder().finish(task.id(), SHORT_NANOS, Payload.ofBytes(result));
    pool.cycle();

    assertThat(pool.listener(task).calls).containsExactly("ended");
    assertThat(pool.result(task).toByteArray()).isEqualTo(result);
  }

  @Test
  void resultWithArraysBesideItArrivesWhole() throws CodecException {
    JavaCodec codec = JavaCodec.forResults(true, new Definitions());
    double[] result = new Random(1).doubles(50_000).toArray();
    DispatchTask task = pool.submit();
    pool.cycle();
    holder().finish(task.id(), SHORT_NANOS, codec.encode(result));
    pool.cycle();

    assertThat(codec.decode(pool.result(task), getClass().getClassLoader())).isEqualTo(result);
  }

  @Test
  void resultAboveTheLimitFailsItsTaskOnly() {
    DispatchTask large = pool.submit();
    pool.cycle();
    ScriptedWorker worker = holder();
    DispatchTask small = pool.submit();
    worker.finish(large.id(), SHORT_NANOS, Payload.ofBytes(new byte[(int) MAX_PAYLOAD_BYTES + 1]));
    pool.cycle();
    pool.playAll(SHORT_NANOS);

    assertThat(pool.listener(large).calls).containsExactly("lost");
    assertThat(pool.listener(large).cause)
        .hasMessageContaining("RP-404")
        .hasMessageContaining((MAX_PAYLOAD_BYTES + 1) + " bytes")
        .hasMessageContaining("the limit is " + MAX_PAYLOAD_BYTES);
    assertThat(pool.listener(small).calls).containsExactly("ended");
    assertThat(pool.dispatcher.isFinished()).isFalse();
  }

  @Test
  void resultOfExactlyTheLimitIsTaken() {
    DispatchTask task = pool.submit();
    pool.cycle();
    holder().finish(task.id(), SHORT_NANOS, Payload.ofBytes(new byte[(int) MAX_PAYLOAD_BYTES]));
    pool.cycle();

    assertThat(pool.listener(task).calls).containsExactly("ended");
  }

  @Test
  void poolThatBreaksWithAHalfReceivedResultLosesItsTask() {
    DispatchTask task = pool.submit();
    pool.cycle();
    holder().finish(task.id(), SHORT_NANOS, Payload.ofBytes(bytes(2_000_000)));
    // One chunk more than announced, and none of the next result.
    pool.workers.forEach(worker -> worker.sendChunk(new byte[8]));
    DispatchTask next = pool.submit();
    pool.cycle();

    pool.assertBroken("nobody announced");
    assertThat(pool.listener(task).calls).hasSize(1);
    assertThat(pool.listener(next).calls).containsExactly("lost");
  }
}
