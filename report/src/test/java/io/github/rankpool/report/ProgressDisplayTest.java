package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.FakeClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private static final Totals HALF = ProgressLineTest.totals(100, 50, 0, 2, 2);
  private static final Totals ALL = ProgressLineTest.totals(100, 100, 0, 0, 2);

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final FakeClock clock = new FakeClock();

  private Terminal terminal(Map<String, String> environment, String size) {
    PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
    return Terminal.of(out, environment, size);
  }

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onATerminalOneLineIsRewritten() {
    ProgressDisplay display =
        new ProgressDisplay(terminal(Map.of("NO_COLOR", "1"), "24 60\n"), clock);
    display.show(ProgressLineTest.totals(100, 0, 0, 2, 2));
    clock.advance(Duration.ofSeconds(5));
    display.show(HALF);

    assertThat(written()).doesNotContain("\n", "\u001b[34m");
    assertThat(written().split("\r", -1)).hasSize(3);
    assertThat(written()).contains("50/100 tasks  10.0/s  0:05 left  2/2 busy\u001b[K");
    for (String line : written().split("\r", -1)) {
      assertThat(line.replace("\u001b[K", "").length()).isLessThan(60);
    }

    clock.advance(Duration.ofSeconds(5));
    display.end(ALL);
    assertThat(written())
        .endsWith("rankpool: 100 of 100 tasks done in 10.0 s, 10.0/s" + System.lineSeparator());
  }

  @Test
  void elsewhereThereIsALineEveryTenSeconds() {
    ProgressDisplay display = new ProgressDisplay(terminal(Map.of(), ""), clock);
    for (int second = 1; second <= 35; second++) {
      clock.advance(Duration.ofSeconds(1));
      display.show(HALF);
    }

    assertThat(written().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("rankpool: 50 %, 50/100 tasks"));
    assertThat(written()).doesNotContain("\r", "\u001b");
  }

  @Test
  void elsewhereWhatTakesLessThanThatIsSilent() {
    ProgressDisplay display = new ProgressDisplay(terminal(Map.of(), ""), clock);
    clock.advance(Duration.ofSeconds(9));
    display.show(HALF);
    display.end(ALL);

    assertThat(written()).isEmpty();
  }

  @Test
  void theRateIsThatOfTheLastTenSeconds() {
    ProgressDisplay display = new ProgressDisplay(terminal(Map.of(), "24 80"), clock);
    for (int second = 0; second <= 100; second++) {
      display.show(ProgressLineTest.totals(1000, second < 80 ? 0 : (second - 80) * 5L, 0, 1, 1));
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(written()).endsWith("100/1,000 tasks  5.00/s  3:00 left  1/1 busy\u001b[K");
  }

  @Test
  void aTerminalWithoutWidthHasTheUsualOne() {
    assertThat(terminal(Map.of(), "0 0").columns()).hasValue(80);
    assertThat(terminal(Map.of(), "24 132").columns()).hasValue(132);
    assertThat(terminal(Map.of(), "stty: no terminal").columns()).isEmpty();
  }

  @Test
  void coloursAreForTerminalsThatMayShowThem() {
    assertThat(terminal(Map.of(), "24 80").colors()).isTrue();
    assertThat(terminal(Map.of("NO_COLOR", ""), "24 80").colors()).isTrue();
    assertThat(terminal(Map.of("NO_COLOR", "1"), "24 80").colors()).isFalse();
    assertThat(terminal(Map.of(), "").colors()).isFalse();
  }
}
