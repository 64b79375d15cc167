package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadTest {
  private static final int PIECE = Payload.PIECE_BYTES;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512, 513, 2048, 100_000})
  void bytesComeOutAsTheyWentIn(int length) throws IOException {
    check(length);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1})
  void bytesAroundTheBordersOfPiecesComeOutAsTheyWentIn(int beside) throws IOException {
    check(PIECE + beside);
    check(3 * PIECE + beside);
  }

  private static void check(int length) throws IOException {
    byte[] bytes = WireSamples.randomBytes(length, length);
    Payload.Output output = new Payload.Output();
    // In portions of which some cross borders.
    for (int from = 0; from < length; from += 7001) {
      output.write(bytes, from, Math.min(7001, length - from));
    }
    for (Payload payload :
        new Payload[] {Payload.ofBytes(bytes), new Payload(output.pieces(), List.of())}) {
      assertThat(payload.bytes()).isEqualTo(length);
      assertThat(payload.toByteArray()).isEqualTo(bytes);
      try (InputStream in = payload.openStream()) {
        assertThat(in.readAllBytes()).isEqualTo(bytes);
        assertThat(in.read()).isEqualTo(-1);
        assertThat(in.available()).isZero();
      }
      for (byte[] piece : payload.stream().subList(0, payload.stream().size() - 1)) {
        assertThat(piece).hasSize(PIECE);
      }
    }
  }

  @Test
  void singleBytesCrossTheBorderOfPieces() throws IOException {
    Payload.Output output = new Payload.Output();
    for (int i = 0; i < PIECE + 3; i++) {
      output.write(i);
    }
    Payload payload = new Payload(output.pieces(), List.of());

    assertThat(payload.stream()).hasSize(2);
    try (InputStream in = payload.openStream()) {
      int wrong = 0;
      for (int i = 0; i < PIECE + 3; i++) {
        wrong += in.read() == (i & 0xff) ? 0 : 1;
      }
      assertThat(wrong).isZero();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void readingNothingReturnsZeroEvenAtTheEnd() throws IOException {
    try (InputStream in = Payload.ofBytes(new byte[0]).openStream()) {
      assertThat(in.read(new byte[4], 0, 0)).isZero();
      assertThat(in.read(new byte[4], 0, 4)).isEqualTo(-1);
    }
  }

  @Test
  void arraysCountInBytes() {
    assertThat(WireSamples.payload(new long[5], new boolean[3], new char[0]).bytes())
        .isEqualTo(3 + 40 + 3);
  }
}
