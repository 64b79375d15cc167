package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class RunTimesTest {
  private final RunTimes times = new RunTimes();

  @Test
  void percentilesAreRightToAnEighth() {
    for (int millis = 1; millis <= 1000; millis++) {
      times.add(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    assertThat((double) times.percentile(0.5)).isCloseTo(500e6, Percentage.withPercentage(12.5));
    assertThat((double) times.percentile(0.99)).isCloseTo(990e6, Percentage.withPercentage(12.5));
    assertThat(times.percentile(1)).isLessThanOrEqualTo(times.longestNanos());
    assertThat(times.longestNanos()).isEqualTo(1_000_000_000);
  }

  @Test
  void everyTaskIsInOneBinThatHoldsItsTime() {
    for (long nanos : new long[] {0, 999, 1_000, 1_249, 1_250, 77_777, Long.MAX_VALUE}) {
      RunTimes one = new RunTimes();
      one.add(nanos);

      assertThat(one.bins()).hasSize(1);
      assertThat(one.bins().get(0).count()).isEqualTo(1);
      assertThat((double) nanos).isGreaterThanOrEqualTo(one.bins().get(0).fromNanos());
    }
  }

  @Test
  void binsWithoutTasksBetweenOthersAreKept() {
    times.add(1_000);
    times.add(1_000_000);

    assertThat(times.bins().stream().mapToLong(RunTimes.Bin::count).sum()).isEqualTo(2);
    for (int i = 1; i < times.bins().size(); i++) {
      assertThat(times.bins().get(i).fromNanos())
          .isCloseTo(times.bins().get(i - 1).toNanos(), within(1e-6));
    }
  }

  @Test
  void withoutTasksThereIsNothing() {
    assertThat(times.bins()).isEmpty();
    assertThat(times.percentile(0.5)).isZero();
  }
}
