package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.testkit.Watchdog;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.ObjectStreamConstants;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever a payload holds: it is decoded, or refused with a {@link CodecException}, and no memory
 * is taken for what it merely claims. The seed is printed on failure and can be given as system
 * property {@code rankpool.fuzz.seed}; {@code rankpool.fuzz.rounds} asks for more than a few
 * seconds' worth.
 */
@SuppressWarnings("serial") // Records of this test hold whatever there is.
class DamagedPayloadsTest {
  private static final int ROUNDS = Integer.getInteger("rankpool.fuzz.rounds", 20_000);

  /** Values may nest 64 deep, each claiming as many elements as there are bytes. */
  private static final long ALLOCATION_LIMIT = 4 << 20;

  @RegisterExtension
  final Watchdog watchdog = new Watchdog(Duration.ofSeconds(60 + ROUNDS / 1_000));

  private final long seed = Long.getLong("rankpool.fuzz.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Definitions known = new Definitions();
  private final JavaCodec codec = JavaCodec.forResults(false, known);
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private record Pair(@Nullable Object a, @Nullable Object b) implements Serializable {}

  private enum Side {
    LEFT,
    RIGHT
  }

  private static Object everything() {
    int captured = 5;
    Runnable lambda = (Runnable & Serializable) Thread::onSpinWait;
    Runnable capturing = (Runnable & Serializable) () -> System.exit(captured);
    Pair pair = new Pair(Side.RIGHT, new int[] {1, 2, 3});
    List<Object> list = new ArrayList<>(Arrays.asList(1, -5L, 2.5, 'c', null, "text", "\u1234"));
    return new Object[] {pair, list, lambda, capturing, pair, true, (short) 3, new double[2500]};
  }

  /** Of which a part is a stream of Java serialization. */
  private static Object mixed() {
    return new HashMap<>(Map.of("list", List.of(1, 2), "throwable", new IllegalStateException()));
  }

  private void check(byte[] bytes) {
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      codec.decode(Payload.ofBytes(bytes), DamagedPayloadsTest.class.getClassLoader());
    } catch (CodecException e) {
      // As it should be.
    } catch (Throwable e) {
      throw new AssertionError("seed " + seed + ", bytes " + Arrays.toString(bytes), e);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    if (allocated > ALLOCATION_LIMIT) {
      throw new AssertionError(
          "seed " + seed + ": " + allocated + " bytes taken for " + Arrays.toString(bytes));
    }
  }

  private byte[] mutated(byte[] original) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(20);
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }

  @Test
  void randomBytesAreDecodedOrRefused() {
    for (int i = 0; i < ROUNDS; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = (byte) random.nextInt(21);
      }
      check(bytes);
    }
  }

  @Test
  void payloadsCutOffAnywhereAreRefused() throws CodecException {
    byte[] good = codec.encode(everything()).toByteArray();
    for (int length = 0; length < good.length; length += length < 1_000 ? 1 : 100) {
      check(Arrays.copyOf(good, length));
    }
  }

  @Test
  void mutatedPayloadsWithTheirDefinitionsAreDecodedOrRefused() throws CodecException {
    byte[] good = codec.encode(new Object[] {everything(), Side.LEFT}).toByteArray();
    for (int i = 0; i < ROUNDS; i++) {
      check(mutated(good));
    }
  }

  @Test
  void mutatedPayloadsWithNumbersAreDecodedOrRefused() throws CodecException {
    Payload payload = JavaCodec.forTasks(false).encode(everything());
    payload.definitions().forEach(known::add);
    byte[] good = Arrays.copyOf(payload.toByteArray(), 120);
    for (int i = 0; i < ROUNDS; i++) {
      check(mutated(good));
    }
  }

  @Test
  void mutatedStreamsOfJavaSerializationAreDecodedOrRefused() throws CodecException {
    byte[] inline = codec.encode(mixed()).toByteArray();
    Payload payload = JavaCodec.forTasks(false).encode(mixed());
    payload.definitions().forEach(known::add);
    byte[] numbered = payload.toByteArray();
    for (int i = 0; i < ROUNDS / 10; i++) {
      check(mutated(inline));
      check(mutated(numbered));
    }
  }

  @Test
  void mutatedDefinitionsAreReadOrRefused() throws CodecException {
    Payload payload = JavaCodec.forTasks(false).encode(new Object[] {everything(), mixed()});
    for (Definition definition : payload.definitions()) {
      byte[] good = definition.toPayload().toByteArray();
      for (int i = 0; i < ROUNDS / 10; i++) {
        byte[] bytes = mutated(good);
        try {
          known.add(Definition.from(Payload.ofBytes(bytes)));
        } catch (FrameException e) {
          // As it should be.
        }
      }
      check(payload.toByteArray());
    }
  }

  /** The JDK answers this with an InternalError; found by {@link FrameFuzzTest}. */
  @Test
  void aMapOfTheJdkWithAKeyAndNoValueIsRefused() throws CodecException {
    byte[] bytes = codec.encode(new ArrayDeque<>(List.of(List.of(7)))).toByteArray();
    byte[] listOfOne = {0, 0, 0, 1, 'w', 4, 0, 0, 0, 1};
    int at = 0;
    while (!Arrays.equals(bytes, at, at + listOfOne.length, listOfOne, 0, listOfOne.length)) {
      at++;
    }
    bytes[at + 3] = 3; // a map

    assertThatThrownBy(
            () -> codec.decode(Payload.ofBytes(bytes), DamagedPayloadsTest.class.getClassLoader()))
        .isInstanceOf(CodecException.class)
        .hasRootCauseInstanceOf(InternalError.class);
  }

  @Test
  void arraysThatAllClaimTheSameBytesAreRefused() {
    // Each announces as many elements as there are bytes left, and begins with the next one.
    byte[] bytes = new byte[3_000];
    for (int at = 0; at + 3 < bytes.length; at += 3) {
      int left = bytes.length - at - 3;
      bytes[at] = Tag.OBJECTS;
      bytes[at + 1] = (byte) (0x80 | left);
      bytes[at + 2] = (byte) (left >>> 7);
    }

    assertThatThrownBy(
            () -> codec.decode(Payload.ofBytes(bytes), DamagedPayloadsTest.class.getClassLoader()))
        .isInstanceOf(CodecException.class)
        .hasMessageContaining("more values announced than there are bytes");
  }

  /** It would make the class of the proxy, whatever a filter says. */
  @Test
  void aDefinitionOfAProxyIsRefused() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(Definition.CLASS);
      out.writeShort(ObjectStreamConstants.STREAM_MAGIC);
      out.writeShort(ObjectStreamConstants.STREAM_VERSION);
      out.writeByte(ObjectStreamConstants.TC_PROXYCLASSDESC);
      out.writeInt(1);
      out.writeUTF(Runnable.class.getName());
      out.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
      out.writeByte(ObjectStreamConstants.TC_NULL);
    }
    Definition definition = Definition.received(bytes.toByteArray());

    assertThatThrownBy(() -> definition.maker(DamagedPayloadsTest.class.getClassLoader()))
        .isInstanceOf(StreamCorruptedException.class)
        .hasMessageContaining("definition of a proxy");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    byte[] bytes = new byte[Payload.PIECE_BYTES];
    for (int i = 0; i + 3 < bytes.length; i += 4) {
      bytes[i] = Tag.OBJECTS;
      // As many elements as there may be.
      bytes[i + 1] = (byte) 0x80;
      bytes[i + 2] = (byte) 0x80;
      bytes[i + 3] = 0x04;
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      codec.decode(Payload.ofBytes(bytes), DamagedPayloadsTest.class.getClassLoader());
      throw new AssertionError("decoded");
    } catch (CodecException e) {
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      if (allocated > 2L * ObjectWriter.MAX_DEPTH * Payload.PIECE_BYTES * Integer.BYTES) {
        throw new AssertionError(allocated + " bytes taken", e);
      }
    }
  }
}
