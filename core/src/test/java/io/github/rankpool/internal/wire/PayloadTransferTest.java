package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From {@link PayloadSource} to {@link PayloadSink}. */
class PayloadTransferTest {
  private static final int CHUNK = 64;

  private static PayloadShape shapeAsRead(Payload payload) throws FrameException {
    ByteBuffer buffer = ByteBuffer.allocate(PayloadShape.encodedBytes(payload));
    PayloadShape.of(payload).writeTo(buffer);
    return PayloadShape.readFrom(buffer.flip());
  }

  /** Takes a payload to pieces and puts it together; what arrives last must complete it. */
  private static Payload transfer(Payload payload, int chunkBytes) throws FrameException {
    PayloadSource source = new PayloadSource(payload);
    PayloadSink sink = new PayloadSink(shapeAsRead(payload), Long.MAX_VALUE);
    ByteBuffer chunk = ByteBuffer.allocateDirect(chunkBytes);
    while (source.hasNext()) {
      assertThat(sink.isComplete()).isFalse();
      source.next(chunk.clear());
      assertThat(chunk.remaining()).isPositive();
      sink.accept(chunk);
      assertThat(chunk.hasRemaining()).isFalse();
    }
    assertThat(sink.isComplete()).isTrue();
    assertThat(sink.refusal()).isNull();
    return sink.payload();
  }

  private static List<Object> arrays(int length) {
    Random random = new Random(length);
    byte[] bytes = new byte[length];
    boolean[] booleans = new boolean[length];
    char[] chars = new char[length];
    short[] shorts = new short[length];
    int[] ints = new int[length];
    long[] longs = new long[length];
    float[] floats = new float[length];
    double[] doubles = new double[length];
    random.nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      booleans[i] = random.nextBoolean();
      chars[i] = (char) random.nextInt();
      shorts[i] = (short) random.nextInt();
      ints[i] = random.nextInt();
      longs[i] = random.nextLong();
      floats[i] = random.nextFloat();
      doubles[i] = random.nextGaussian();
    }
    return List.of(bytes, booleans, chars, shorts, ints, longs, floats, doubles);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 8, 63, 64, 65, 1001})
  void arraysOfEveryPrimitiveTypeArriveAsTheyWereSent(int length) throws FrameException {
    for (Object array : arrays(length)) {
      Payload arrived = transfer(WireSamples.payload(array), CHUNK);

      assertThat(arrived.arrays()).usingRecursiveComparison().isEqualTo(List.of(array));
      assertThat(arrived.toByteArray()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void manyArraysArriveInTheirOrder() throws FrameException {
    List<Object> all = new ArrayList<>();
    for (int length : new int[] {5, 1, 129}) {
      all.addAll(arrays(length));
    }
    Payload arrived = transfer(WireSamples.payload(all.toArray()), CHUNK);

    assertThat(arrived.arrays()).usingRecursiveComparison().isEqualTo(all);
  }

  @Test
  void emptyArraysArriveWhereverTheyStand() throws FrameException {
    for (Object empty : arrays(0)) {
      List<Object> all = List.of(empty, empty, new int[] {1, 2}, empty, new long[] {3}, empty);
      Payload arrived = transfer(WireSamples.payload(all.toArray()), CHUNK);

      assertThat(arrived.arrays()).usingRecursiveComparison().isEqualTo(all);
    }
  }

  @Test
  void emptyStreamBesideArraysArrives() throws FrameException {
    Payload sent = new Payload(List.of(new byte[0]), List.of(new short[] {4, 5, 6}));

    Payload arrived = transfer(sent, CHUNK);

    assertThat(arrived.arrays()).usingRecursiveComparison().isEqualTo(sent.arrays());
    assertThat(arrived.toByteArray()).isEmpty();
  }

  @Test
  void signalingNansKeepTheirBits() throws FrameException {
    double[] doubles = {Double.longBitsToDouble(0x7ff0_0000_0000_0001L)};

    Payload arrived = transfer(WireSamples.payload(doubles), CHUNK);

    assertThat(Double.doubleToRawLongBits(((double[]) arrived.arrays().get(0))[0]))
        .isEqualTo(Double.doubleToRawLongBits(doubles[0]));
  }

  @Test
  void streamOfManyPiecesArrivesInChunksOfTheLinksSize() throws FrameException {
    byte[] bytes = WireSamples.randomBytes(1, 3 * Payload.PIECE_BYTES + 17);

    Payload arrived = transfer(Payload.ofBytes(bytes), Frames.MAX_CHUNK_BYTES);

    assertThat(arrived.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void payloadAboveTheLimitIsSwallowedAndRefusedWithItsSize() throws FrameException {
    Payload payload = WireSamples.payload(new long[1000]);
    PayloadSource source = new PayloadSource(payload);
    PayloadSink sink = new PayloadSink(shapeAsRead(payload), 8002);
    ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    while (source.hasNext()) {
      source.next(chunk.clear());
      sink.accept(chunk);
    }

    assertThat(sink.isComplete()).isTrue();
    assertThat(sink.refusal()).contains("8003 bytes").contains("8002");
    assertThatThrownBy(sink::payload).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void payloadOfExactlyTheLimitIsTaken() throws FrameException {
    PayloadSink sink = new PayloadSink(shapeAsRead(WireSamples.payload(new long[1000])), 8003);

    assertThat(sink.refusal()).isNull();
  }

  @Test
  void sizeBeyondAllNumbersIsRefusedWithoutTakingMemory() throws FrameException {
    ByteBuffer shape = ByteBuffer.allocate(64);
    shape.putLong(Long.MAX_VALUE).putInt(1).put((byte) 5).putInt(Integer.MAX_VALUE).flip();

    PayloadSink sink = new PayloadSink(PayloadShape.readFrom(shape), 1 << 20);

    assertThat(sink.refusal()).contains("the limit is 1048576");
  }

  @Test
  void chunkThatEndsInsideAnElementOfALaterPartIsRefused() throws FrameException {
    Payload payload = WireSamples.payload(new int[] {1, 2}, new int[] {3, 4, 5});
    PayloadSink sink = new PayloadSink(shapeAsRead(payload), 1000);

    assertThatThrownBy(() -> sink.accept(ByteBuffer.allocateDirect(3 + 8 + 6)))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("ends inside an element");
  }

  @Test
  void chunkLongerThanAllThatWasAnnouncedIsRefused() throws FrameException {
    PayloadSink sink = new PayloadSink(shapeAsRead(WireSamples.payload(new int[2])), 1000);

    assertThatThrownBy(() -> sink.accept(ByteBuffer.allocateDirect(12)))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("longer than what was announced");
  }

  @Test
  void chunkThatCutsAnElementIsRefused() throws FrameException {
    PayloadSink sink = new PayloadSink(shapeAsRead(WireSamples.payload(new int[2])), 1000);
    sink.accept(ByteBuffer.allocateDirect(3));

    assertThatThrownBy(() -> sink.accept(ByteBuffer.allocateDirect(6)))
        .isInstanceOf(FrameException.class);
  }

  @Test
  void nothingIsGivenOutBeforeAllBytesHaveCome() throws FrameException {
    PayloadSink sink = new PayloadSink(shapeAsRead(WireSamples.payload(new int[2])), 1000);
    sink.accept(ByteBuffer.allocateDirect(3));

    assertThat(sink.isComplete()).isFalse();
    assertThatThrownBy(sink::payload).isInstanceOf(IllegalStateException.class);
  }
}
