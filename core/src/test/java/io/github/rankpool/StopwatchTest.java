package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Which ones are measured, and what they count for. */
class StopwatchTest {
  private static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Stopwatch stopwatch = new Stopwatch();

  private void takeOneThatTook(long nanos, int weight) {
    stopwatch.stop(weight, System.nanoTime() - nanos);
  }

  /** Until the clock has seen a short one: the thread may have been held up in between. */
  private void takeAShortOne() {
    do {
      takeOneThatTook(0, 1);
    } while (stopwatch.weight() == 1);
  }

  @Test
  void whileTheyAreLongEachIsMeasured() {
    for (int i = 1; i <= 100; i++) {
      assertThat(stopwatch.weight()).isEqualTo(1);
      takeOneThatTook(LONG_NANOS, 1);
      assertThat(stopwatch.nanos()).isGreaterThanOrEqualTo(i * LONG_NANOS);
    }
  }

  @RepeatedTest(3)
  void ofShortOnesSomeAreMeasuredAndCountForAll() {
    takeAShortOne();
    int all = 100_000;
    long weights = IntStream.range(0, all).mapToLong(i -> stopwatch.weight()).sum();

    // Seven standard deviations.
    assertThat(weights).isBetween(all - 9_000L, all + 9_000L);
  }

  @Test
  void afterALongOneEachIsMeasuredAgain() {
    takeAShortOne();
    long before = stopwatch.nanos();
    takeOneThatTook(LONG_NANOS, Stopwatch.ONE_IN);

    assertThat(stopwatch.nanos() - before).isGreaterThanOrEqualTo(Stopwatch.ONE_IN * LONG_NANOS);
    assertThat(IntStream.range(0, 100).map(i -> stopwatch.weight())).containsOnly(1);
  }
}
