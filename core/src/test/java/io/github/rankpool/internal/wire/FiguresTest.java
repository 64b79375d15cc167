package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final Figures FIGURES = new Figures(3, 2_000, 1_000, 7, Long.MAX_VALUE);

  @Test
  void figuresArriveAsTheyWere() throws FrameException {
    assertThat(Figures.read(ByteBuffer.wrap(FIGURES.toBytes()))).isEqualTo(FIGURES);
  }

  @Test
  void aBodyOfAnotherLengthIsRefused() {
    byte[] bytes = FIGURES.toBytes();
    for (int length : new int[] {0, 1, bytes.length - 1, bytes.length + 1}) {
      assertThatThrownBy(() -> Figures.read(ByteBuffer.wrap(Arrays.copyOf(bytes, length))))
          .isInstanceOf(FrameException.class)
          .hasMessageContaining(length + " bytes");
    }
  }

  @Test
  void aNegativeFigureIsRefusedWhereverItIs() {
    for (int figure = 0; figure < 5; figure++) {
      byte[] bytes = FIGURES.toBytes();
      bytes[figure * Long.BYTES] |= (byte) 0x80;
      assertThatThrownBy(() -> Figures.read(ByteBuffer.wrap(bytes)))
          .isInstanceOf(FrameException.class);
    }
  }
}
