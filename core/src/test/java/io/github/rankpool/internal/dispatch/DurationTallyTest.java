package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How durations are counted. */
class DurationTallyTest {
  private static final int LAST = DurationTally.CLASSES - 1;
  private static final long SHORTEST_LIMIT = DurationTally.limitNanos(0);
  private static final long LONGEST_LIMIT = DurationTally.limitNanos(LAST - 1);

  private final DurationTally tally = new DurationTally();

  @Test
  void aDurationThatIsEqualToALimitIsTheLongestOfItsClass() {
    for (int which = 0; which < LAST; which++) {
      long limit = DurationTally.limitNanos(which);
      assertThat(DurationTally.classOf(limit)).isEqualTo(which);
      assertThat(DurationTally.classOf(limit + 1)).isEqualTo(which + 1);
    }
  }

  @Test
  void limitsGrowByAQuarterAtMost() {
    for (int which = 1; which < LAST; which++) {
      assertThat((double) DurationTally.limitNanos(which) / DurationTally.limitNanos(which - 1))
          .isGreaterThan(1)
          .isLessThanOrEqualTo(1.25);
    }
    assertThat(SHORTEST_LIMIT).isLessThan(TimeUnit.MICROSECONDS.toNanos(10));
    assertThat(LONGEST_LIMIT).isGreaterThan(TimeUnit.HOURS.toNanos(1));
    assertThat(DurationTally.limitNanos(LAST)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void nothingIsTooShort(long nanos) {
    assertThat(DurationTally.classOf(nanos)).isZero();
  }

  @Test
  void nothingIsTooLong() {
    assertThat(DurationTally.classOf(Long.MAX_VALUE)).isEqualTo(LAST);
    assertThat(DurationTally.classOf(LONGEST_LIMIT + 1)).isEqualTo(LAST);
  }

  @Test
  void allAreCountedAndAddedUp() {
    for (long nanos = 1; nanos <= 1_000_000; nanos += 1_000) {
      tally.add(nanos);
    }

    assertThat(IntStream.range(0, DurationTally.CLASSES).mapToLong(tally::count).sum())
        .isEqualTo(1000);
    assertThat(tally.nanos()).isEqualTo(1000 + 1_000L * (999 * 1000 / 2));
    assertThat(tally.count(0)).isEqualTo(SHORTEST_LIMIT / 1_000 + 1);
  }
}
