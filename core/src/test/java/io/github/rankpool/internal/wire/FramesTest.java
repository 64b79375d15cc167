package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
  private static final int TYPE_OFFSET = 3;

  private static TaskRecord record(long id, int payloadBytes) {
    return new TaskRecord(
        id, Outcome.VALUE, id * 7, Payload.ofBytes(WireSamples.randomBytes(id, payloadBytes)));
  }

  @Test
  void recordsAreReadAsTheyWereWritten() throws FrameException {
    ByteBuffer frame =
        WireSamples.frame(FrameType.RESULTS, 5, record(1, 0), record(2, 1), record(-3, 16_384));

    assertThat(Frames.readHeader(frame, 5)).isEqualTo(new Header(FrameType.RESULTS, 3));
    for (long id : new long[] {1, 2, -3}) {
      Announced read = Frames.readRecord(frame);
      assertThat(read.id()).isEqualTo(id);
      assertThat(read.outcome()).isEqualTo(Outcome.VALUE);
      assertThat(read.nanos()).isEqualTo(id * 7);
      assertThat(read.shape()).isNull();
      assertThat(read.payload()).isNotNull();
      assertThat(read.with(read.payload()).payload().toByteArray())
          .isEqualTo(WireSamples.randomBytes(id, id == 1 ? 0 : id == 2 ? 1 : 16_384));
    }
    assertThat(frame.hasRemaining()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(FrameType.class)
  void everyTypeHasACodeOfItsOwn(FrameType type) throws FrameException {
    ByteBuffer frame = WireSamples.frame(type, 0);

    assertThat(Frames.readHeader(frame, 0).type()).isEqualTo(type);
  }

  @ParameterizedTest
  @EnumSource(Outcome.class)
  void everyOutcomeHasACodeOfItsOwn(Outcome outcome) throws FrameException {
    assertThat(Outcome.ofCode(outcome.code())).isEqualTo(outcome);
  }

  @Test
  void payloadAboveTheInlineLimitIsAnnounced() throws FrameException {
    ByteBuffer frame = WireSamples.frame();
    Frames.begin(frame, FrameType.TASKS, 0);

    assertThat(Frames.add(frame, record(1, Frames.MAX_INLINE_BYTES))).isTrue();
    assertThat(Frames.fits(frame, record(2, Frames.MAX_INLINE_BYTES))).isFalse();
    assertThat(Frames.add(frame, record(2, Frames.MAX_INLINE_BYTES + 1))).isFalse();
    Frames.end(frame);

    assertThat(Frames.readHeader(frame, 0).records()).isEqualTo(2);
    assertThat(Frames.readRecord(frame).shape()).isNull();
    Announced second = Frames.readRecord(frame);
    assertThat(second.payload()).isNull();
    assertThat(second.shape()).isNotNull();
    assertThat(second.shape().bytes()).isEqualTo(Frames.MAX_INLINE_BYTES + 1);
    assertThat(frame.hasRemaining()).isFalse();
  }

  @Test
  void shortArraysTravelInsideTheFrame() throws FrameException {
    Payload payload = WireSamples.payload(new double[] {1, 2, 3}, new char[] {'x'}, new int[0]);
    Payload longest = WireSamples.payload(new byte[Frames.MAX_INLINE_BYTES - 3]);
    ByteBuffer frame = WireSamples.frame();
    Frames.begin(frame, FrameType.TASKS, 0);
    final boolean inside =
        Frames.add(frame, new TaskRecord(1, Outcome.TASK, 0, payload))
            && Frames.add(frame, new TaskRecord(2, Outcome.TASK, 0, longest));
    Frames.end(frame);
    Frames.readHeader(frame, 0);

    Payload first = Frames.readRecord(frame).payload();
    Payload second = Frames.readRecord(frame).payload();

    assertThat(inside).isTrue();
    assertThat(first).isNotNull();
    assertThat(first.arrays()).usingRecursiveComparison().isEqualTo(payload.arrays());
    assertThat(first.toByteArray()).isEqualTo(payload.toByteArray());
    assertThat(second).isNotNull();
    assertThat(second.bytes()).isEqualTo(Frames.MAX_INLINE_BYTES);
    assertThat(frame.hasRemaining()).isFalse();
  }

  @Test
  void payloadThatClaimsToBeInsideButIsNotIsRefusedWithoutTakingMemory() throws FrameException {
    Payload payload = WireSamples.payload(new long[] {1});
    ByteBuffer frame =
        WireSamples.frame(FrameType.TASKS, 0, new TaskRecord(1, Outcome.TASK, 0, payload));
    int lengthOfTheArray = 16 + 18 + 12 + 1;
    frame.putInt(lengthOfTheArray, Integer.MAX_VALUE);
    Frames.readHeader(frame, 0);

    assertThatThrownBy(() -> Frames.readRecord(frame))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("payload is cut off");
  }

  @Test
  void anyRecordFitsAFreshFrame() {
    int[][] arrays = new int[PayloadShape.MAX_ARRAYS][1];
    TaskRecord widest = new TaskRecord(1, Outcome.VALUE, 0, WireSamples.payload((Object[]) arrays));
    ByteBuffer frame = WireSamples.frame();
    Frames.begin(frame, FrameType.TASKS, 0);

    assertThat(Frames.fits(frame, widest)).isTrue();
    assertThat(Frames.fits(frame, record(1, Frames.MAX_INLINE_BYTES))).isTrue();
    assertThat(Frames.add(frame, widest)).isTrue();
  }

  @Test
  void recordFitsExactlyWhileThereIsRoom() {
    ByteBuffer frame = WireSamples.frame();
    Frames.begin(frame, FrameType.TASKS, 0);
    TaskRecord record = record(1, 100);
    int added = 0;
    while (Frames.fits(frame, record)) {
      Frames.add(frame, record);
      added++;
    }

    assertThat(added).isEqualTo((Frames.MAX_FRAME_BYTES - 16) / (18 + 4 + 100));
  }

  @Test
  void shapeNamesTypeAndLengthOfEveryArray() throws FrameException {
    Payload payload = WireSamples.payload(new double[9_000], new boolean[0], new char[4]);
    ByteBuffer frame =
        WireSamples.frame(FrameType.TASKS, 0, new TaskRecord(1, Outcome.TASK, 0, payload));
    Frames.readHeader(frame, 0);

    PayloadShape shape = Frames.readRecord(frame).shape();

    assertThat(shape).isNotNull();
    assertThat(shape.streamBytes()).isEqualTo(3);
    assertThat(shape.arrayCount()).isEqualTo(3);
    assertThat(PrimitiveArrays.allocate(shape.arrayType(0), shape.arrayLength(0)))
        .isEqualTo(new double[9_000]);
    assertThat(PrimitiveArrays.allocate(shape.arrayType(1), shape.arrayLength(1)))
        .isEqualTo(new boolean[0]);
    assertThat(PrimitiveArrays.allocate(shape.arrayType(2), shape.arrayLength(2)))
        .isEqualTo(new char[4]);
    assertThat(shape.bytes()).isEqualTo(3 + 72_000 + 8);
  }

  @Test
  void foreignBytesAreNoFrame() {
    ByteBuffer text =
        ByteBuffer.wrap("GET / HTTP/1.1 and so on".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> Frames.readHeader(text, 0))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("RP-501")
        .hasMessageContaining("does not begin as a frame does");
  }

  @Test
  void otherVersionIsNamed() {
    ByteBuffer frame = WireSamples.frame(FrameType.TASKS, 0).put(2, (byte) 9);

    assertThatThrownBy(() -> Frames.readHeader(frame, 0))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("protocol version 9, expected " + Frames.VERSION);
  }

  @Test
  void frameOutOfTurnIsRefused() {
    ByteBuffer frame = WireSamples.frame(FrameType.TASKS, 4);

    assertThatThrownBy(() -> Frames.readHeader(frame, 3))
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("number 4, expected 3");
  }

  @Test
  void unknownTypeIsRefused() {
    ByteBuffer frame = WireSamples.frame(FrameType.TASKS, 0).put(TYPE_OFFSET, (byte) 99);

    assertThatThrownBy(() -> Frames.readHeader(frame, 0)).hasMessageContaining("unknown type 99");
  }

  @Test
  void recordsInATypeWithoutAreRefused() {
    ByteBuffer frame = WireSamples.frame(FrameType.TASKS, 0, record(1, 1));
    frame.put(TYPE_OFFSET, FrameType.STOP.code());

    assertThatThrownBy(() -> Frames.readHeader(frame, 0)).hasMessageContaining("1 records in STOP");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 15, 16, 20, 33, 34, 37, 38, 137})
  void frameCutAnywhereIsRefused(int length) {
    byte[] whole = new byte[138];
    WireSamples.frame(FrameType.TASKS, 0, record(1, 100)).get(whole);
    byte[] cut = Arrays.copyOf(whole, length);

    assertThatThrownBy(() -> Frames.readHeader(ByteBuffer.wrap(cut), 0))
        .isInstanceOf(FrameException.class);
    if (length >= 16) {
      // Even if the header's length were made to match.
      ByteBuffer matching = ByteBuffer.wrap(cut).putInt(4, length);
      assertThatThrownBy(
              () -> {
                Frames.readHeader(matching, 0);
                Frames.readRecord(matching);
              })
          .isInstanceOf(FrameException.class)
          .hasMessageContaining("cut off");
    }
  }
}
