package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressLineTest {
  /** Tasks: how many were submitted, completed, failed; workers: busy, all. */
  static Totals totals(long submitted, long completed, long failed, int busy, int workers) {
    return new Totals(submitted, completed, failed, 0, 0, 0, busy, workers, 0, 0, 0);
  }

  @Test
  void saysAllThereIsToKnow() {
    assertThat(ProgressLine.of(totals(2000, 498, 2, 3, 4), 12.5, 100, false))
        .isEqualTo(
            "[========>                       ]"
                + "  25 %  500/2,000 tasks  12.5/s  2:00 left  3/4 busy  2 failed");
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertThat(ProgressLine.of(totals(0, 0, 0, 0, 0), 0, 80, false))
        .endsWith("]  0 %  0/0 tasks  0/0 busy")
        .doesNotContain("left", "/s");
  }

  @Test
  void doneIsFull() {
    assertThat(ProgressLine.of(totals(10, 10, 0, 0, 4), 0, 80, false))
        .startsWith("[" + "=".repeat(32) + "]  100 %");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 12, 20, 30, 40, 55, 60, 75, 80, 132, 500})
  void isNeverWiderThanTheTerminal(int columns) {
    String line = ProgressLine.of(totals(1_000_000, 123_456, 7, 15, 16), 98_765, columns, false);

    assertThat(line.length()).isLessThanOrEqualTo(columns);
  }

  @Test
  void whereThereIsLittleRoomTheBarGoesFirstAndTheShareLast() {
    Totals totals = totals(1_000, 500, 0, 4, 4);

    assertThat(ProgressLine.of(totals, 10, 45, false)).startsWith("50 %  500/1,000 tasks");
    assertThat(ProgressLine.of(totals, 10, 5, false)).isEqualTo("50 %");
  }

  @Test
  void coloursTakeNoRoom() {
    Totals totals = totals(1_000, 500, 0, 4, 4);
    String plain = ProgressLine.of(totals, 10, 80, false);
    String coloured = ProgressLine.of(totals, 10, 80, true);

    assertThat(coloured).contains("\u001b[34m", "\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(plain);
    assertThat(plain).doesNotContain("\u001b");
  }

  @Test
  void theEndSaysWhatCameOut() {
    assertThat(ProgressLine.end(totals(10, 8, 1, 0, 4), 3))
        .isEqualTo("9 of 10 tasks done in 3.00 s, 3.00/s, 1 failed");
  }
}
