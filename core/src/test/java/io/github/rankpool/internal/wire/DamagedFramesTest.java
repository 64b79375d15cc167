package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.fail;

import io.github.rankpool.testkit.Watchdog;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever bytes come in: they are read, or refused with a {@link FrameException}, and no memory is
 * taken for what they merely claim. The seed is printed on failure and can be given as system
 * property {@code rankpool.fuzz.seed}; {@code rankpool.fuzz.rounds} asks for more than a few
 * seconds' worth.
 */
class DamagedFramesTest {
  private static final int ROUNDS = Integer.getInteger("rankpool.fuzz.rounds", 20_000);
  private static final long LIMIT = 1 << 20;

  /** The limit once for what is kept, and room for the frame, errors and the test itself. */
  private static final long ALLOCATION_LIMIT = 4 * LIMIT;

  @RegisterExtension
  final Watchdog watchdog = new Watchdog(Duration.ofSeconds(60 + ROUNDS / 1_000));

  private final long seed = Long.getLong("rankpool.fuzz.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  private interface Reader {
    void read(ByteBuffer bytes) throws FrameException;
  }

  /** A frame as the link reads it, and a chunk behind it. */
  private void readFrame(ByteBuffer bytes) throws FrameException {
    Header header = Frames.readHeader(bytes, 0);
    List<PayloadSink> sinks = new ArrayList<>();
    for (int i = 0; i < header.records() && header.type().hasRecords(); i++) {
      Announced announced = Frames.readRecord(bytes);
      if (announced.shape() != null) {
        // One at a time: a frame may announce many.
        if (sinks.isEmpty()) {
          sinks.add(new PayloadSink(announced.shape(), LIMIT));
        }
      } else if (announced.payload() == null) {
        fail("neither payload nor shape");
      }
    }
    for (PayloadSink sink : sinks) {
      for (int i = 0; i < 3 && !sink.isComplete(); i++) {
        sink.accept(ByteBuffer.allocateDirect(random.nextInt(200)));
      }
    }
  }

  private void check(byte[] bytes, Reader reader) {
    try {
      reader.read(ByteBuffer.wrap(bytes));
    } catch (FrameException e) {
      // As it should be.
    } catch (Throwable e) {
      throw new AssertionError(
          "seed " + seed + ", bytes " + Arrays.toString(Arrays.copyOf(bytes, 200)), e);
    }
  }

  private byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    if (bytes.length >= Frames.HEADER_BYTES && random.nextBoolean()) {
      // So that more than the header's length is looked at.
      ByteBuffer.wrap(bytes).putInt(4, bytes.length);
    }
    return bytes;
  }

  private static byte[] goodFrame() {
    ByteBuffer frame =
        WireSamples.frame(
            FrameType.RESULTS,
            0,
            new TaskRecord(1, Outcome.VALUE, 5, Payload.ofBytes(new byte[40])),
            new TaskRecord(
                2, Outcome.VALUE, 5, WireSamples.payload(new double[30], new byte[9], new int[0])),
            new TaskRecord(3, Outcome.THROWN, 5, Payload.ofBytes(new byte[0])));
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  private static void readFailure(ByteBuffer bytes) throws FrameException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    RemoteFailure.from(Payload.ofBytes(copy));
  }

  private byte[] randomBytes(int most) {
    byte[] bytes = new byte[random.nextInt(most)];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void randomBytesAreRefused() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = randomBytes(300);
      if (bytes.length >= Frames.HEADER_BYTES && random.nextBoolean()) {
        ByteBuffer.wrap(bytes)
            .putShort((short) 0x5250)
            .put(Frames.VERSION)
            .put((byte) random.nextInt(10))
            .putInt(bytes.length)
            .putInt(random.nextInt(4))
            .putInt(0);
      }
      check(bytes, this::readFrame);
    }
  }

  @Test
  void mutatedFramesAreReadOrRefused() {
    byte[] good = goodFrame();
    check(good, this::readFrame);
    for (int i = 0; i < ROUNDS; i++) {
      check(mutated(good), this::readFrame);
    }
  }

  @Test
  void mutatedFramesTakeNoMemoryForWhatTheyMerelyClaim() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] good = goodFrame();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = mutated(good);
      long before = threads.getCurrentThreadAllocatedBytes();
      check(bytes, this::readFrame);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      if (allocated > ALLOCATION_LIMIT) {
        fail("seed " + seed + ": " + allocated + " bytes taken for " + Arrays.toString(bytes));
      }
    }
  }

  @Test
  void mutatedBodiesAreReadOrRefused() {
    byte[] hello = Handshake.hello(new Handshake.Hello(new byte[16], new byte[32], 1, "h", true));
    byte[] welcome = Handshake.welcome(new Handshake.Welcome(new byte[32], 1, Pulse.NONE, 1, ""));
    byte[] returned = TaskIds.returned(new TaskIds.Returned(new long[] {1, 2, 3}, new long[] {4}));
    byte[] failure =
        new RemoteFailure("c", "m", "t", Payload.ofBytes(new byte[9])).toPayload().toByteArray();
    for (int i = 0; i < ROUNDS; i++) {
      check(mutated(hello), Handshake::readHello);
      check(mutated(welcome), Handshake::readWelcome);
      check(mutated(new byte[16]), Handshake::readChallenge);
      check(mutated(returned), TaskIds::readReturned);
      check(mutated(returned), TaskIds::readList);
      check(mutated(failure), DamagedFramesTest::readFailure);
      check(randomBytes(100), Handshake::readHello);
      check(randomBytes(100), TaskIds::readReturned);
      check(randomBytes(100), DamagedFramesTest::readFailure);
    }
  }
}
