package io.github.rankpool.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.backend.threads.ThreadsProvider;
import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.Definition;
import io.github.rankpool.internal.wire.FrameDamage;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Groups;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.Pulse;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A master that sends what is damaged, or that is none, and the worker that gets it. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
class WorkerFuzzTest {
  private static final int FRAME_TAG = 1;
  private static final int CHUNK_TAG = 2;
  private static final int ROUNDS = 500;
  private static final long SEED = Long.getLong("rankpool.fuzz.seed", new Random().nextLong());
  private static final MpiRuntime RUNTIME = new ThreadsProvider().start(ThreadLevel.MULTIPLE);
  private static final WorkerIdentity IDENTITY =
      WorkerIdentity.of(RankGroup.permanent(RUNTIME, RUNTIME.world()));
  private static final AtomicInteger READ = new AtomicInteger();

  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(60));

  private final LeakCheck leaks = LeakCheck.begin();
  private final byte[] secret = Handshake.newSecret();
  private Random random = new Random(SEED);
  private ManualBackend backend = new ManualBackend(1);
  private Worker worker = newWorker();
  private int sequence;

  private static final class Telltale implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream stream) {
      READ.incrementAndGet();
    }
  }

  private Worker newWorker() {
    return new Worker(
        new CommLoop(backend),
        backend.communicator(),
        secret,
        IDENTITY,
        WorkerFuzzTest.class.getClassLoader(),
        cause -> {});
  }

  @AfterEach
  void nothingIsLeft() {
    worker.fail(new IllegalStateException("the test is over"));
    leaks.assertNothingLeft();
  }

  private byte[] frame(FrameType type, byte[] body, TaskRecord... records) {
    ByteBuffer frame = ByteBuffer.allocate(Frames.MAX_FRAME_BYTES);
    Frames.begin(frame, type, sequence++);
    frame.put(body);
    for (TaskRecord each : records) {
      Frames.add(frame, each);
    }
    Frames.end(frame);
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  private void deliver(byte[] frame) {
    backend.deliver(0, FRAME_TAG, frame);
  }

  private void work() {
    for (int i = 0; i < 5; i++) {
      worker.doWork();
    }
  }

  private void greet(byte[] heldSecret) throws FrameException {
    byte[] nonce = Handshake.newNonce();
    deliver(frame(FrameType.CHALLENGE, Handshake.challenge(nonce)));
    work();
    ByteBuffer answer = ByteBuffer.wrap(backend.sent(0).get(0).bytes());
    Frames.readHeader(answer, 0);
    Handshake.Hello hello = Handshake.readHello(answer);
    byte[] proof = Handshake.masterProof(heldSecret, nonce, hello.nonce(), IDENTITY.rank());
    deliver(
        frame(
            FrameType.WELCOME,
            Handshake.welcome(new Handshake.Welcome(proof, 1, Pulse.NONE, 1, "elsewhere"))));
  }

  private static Payload telltale() throws Exception {
    return JavaCodec.selfContained().encode(new Telltale());
  }

  @Test
  void nothingIsDeserializedBeforeTheMasterHasProvedItself() throws Exception {
    READ.set(0);
    deliver(frame(FrameType.TASKS, new byte[0], new TaskRecord(1, Outcome.TASK, 0, telltale())));

    assertThatThrownBy(this::work)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RP-501")
        .hasMessageContaining("before the handshake was complete");
    assertThat(READ).hasValue(0);
  }

  @Test
  void nothingIsDeserializedAfterAWrongProof() throws Exception {
    READ.set(0);
    greet(Handshake.newSecret());
    deliver(frame(FrameType.TASKS, new byte[0], new TaskRecord(1, Outcome.TASK, 0, telltale())));

    assertThatThrownBy(this::work)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not hold this pool's secret");
    work();
    assertThat(READ).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(
      value = FrameType.class,
      names = {"RECALL", "INTERRUPT", "GROUP", "FORGET", "STOP"})
  void ordersBeforeTheHandshakeAreRefused(FrameType type) {
    deliver(frame(type, new byte[20]));

    assertThatThrownBy(this::work)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(type + " before the handshake was complete");
  }

  @Test
  void aWorkerThatIsGivenUpEndsThoughItsTaskGoesOn() throws Exception {
    greet(secret);
    work();
    deliver(frame(FrameType.DISMISSED, new byte[0]));

    assertThatThrownBy(this::work)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RP-512");
  }

  @Test
  void aWorkerThatIsGivenUpBeforeItIsGreetedEndsToo() {
    deliver(frame(FrameType.DISMISSED, new byte[0]));

    assertThatThrownBy(this::work)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RP-512");
  }

  @Test
  void damagedFramesEndTheWorkerWithAClearErrorOrAreHarmless() throws Exception {
    Payload task = JavaCodec.forTasks(false).encode((TaskBody) () -> List.of(1, "x"));
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long seed = SEED + i;
      random = new Random(seed);
      backend = new ManualBackend(1);
      sequence = 0;
      worker = newWorker();
      try {
        greet(secret);
        work();
        for (int frames = 1 + random.nextInt(4); frames > 0; frames--) {
          if (random.nextInt(6) == 0) {
            announceAndSendOther();
          } else {
            deliver(FrameDamage.damaged(anyFrame(task), 1, random));
          }
          work();
        }
      } catch (IllegalStateException e) {
        refused++;
        assertThat(e).as("seed %d", seed).hasMessageMatching("(?s).*RP-5(0\\d|12).*");
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed, e);
      } finally {
        worker.fail(new IllegalStateException("the round is over"));
      }
    }
    assertThat(refused).isBetween(ROUNDS / 10, ROUNDS - 1);
  }

  private byte[] anyFrame(Payload task) {
    Definition definition = task.definitions().get(0);
    long id = 1L + random.nextInt(3);
    return switch (random.nextInt(6)) {
      case 0 ->
          frame(
              FrameType.TASKS,
              new byte[0],
              new TaskRecord(0, Outcome.DEFINITION, 0, definition.toPayload()),
              new TaskRecord(id, Outcome.TASK, 0, task));
      case 1 -> frame(FrameType.TASKS, new byte[0], new TaskRecord(id, Outcome.SETUP, 0, task));
      case 2 -> frame(FrameType.RECALL, TaskIds.list(id));
      case 3 -> frame(FrameType.INTERRUPT, TaskIds.list(id));
      case 4 -> frame(FrameType.GROUP, Groups.group(id, 1, 0));
      default -> frame(FrameType.FORGET, TaskIds.list(0));
    };
  }

  /**
   * Announces a task, and sends chunks of another length. The announcement itself is not damaged:
   * what a proven master announces gets its memory.
   */
  private void announceAndSendOther() {
    Payload large = Payload.ofBytes(new byte[Frames.MAX_INLINE_BYTES + 1]);
    deliver(frame(FrameType.TASKS, new byte[0], new TaskRecord(9, Outcome.TASK, 0, large)));
    for (int i = random.nextInt(3); i > 0; i--) {
      backend.deliver(0, CHUNK_TAG, new byte[1 + random.nextInt(2 * Frames.MAX_INLINE_BYTES)]);
    }
  }
}
