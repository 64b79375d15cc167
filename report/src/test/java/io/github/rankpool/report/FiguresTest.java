package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "12, 12.0 ns",
    "1500, 1.50 µs",
    "23000000, 23.0 ms",
    "999900000, 1000 ms",
    "1500000000, 1.50 s",
    "65000000000, 65.0 s",
    "125000000000, 2:05",
    "7260000000000, 2:01:00"
  })
  void timesHaveAUnitThatFits(double nanos, String text) {
    assertThat(Figures.time(nanos)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0|0 B", "999|999 B", "1500|1.50 kB", "23000000|23.0 MB", "7000000000|7.00 GB"})
  void bytesHaveAUnitThatFits(long bytes, String text) {
    assertThat(Figures.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.5|0.50", "12.34|12.3", "345.6|346", "12345.6|12,346"})
  void ratesHaveAsManyDigitsAsCount(double perSecond, String text) {
    assertThat(Figures.rate(perSecond)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2e9, 2 s", "2.5e6, 2.5 ms", "10e6, 10 ms", "200e6, 200 ms", "12e10, 2:00"})
  void roundTimesHaveNoDigitsThatSayNothing(double nanos, String text) {
    assertThat(Figures.roundTime(nanos)).isEqualTo(text);
  }
}
