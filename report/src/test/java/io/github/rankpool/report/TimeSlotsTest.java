package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimeSlotsTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final TimeSlots slots = new TimeSlots();

  private long sum() {
    return IntStream.range(0, TimeSlots.SLOTS).mapToLong(slots::get).sum();
  }

  @Test
  void aSpanIsCountedInTheSlotsThatItTouches() {
    slots.addSpan(MILLI / 2, 2 * MILLI + MILLI / 4);

    assertThat(slots.get(0)).isEqualTo(MILLI / 2);
    assertThat(slots.get(1)).isEqualTo(MILLI);
    assertThat(slots.get(2)).isEqualTo(MILLI / 4);
    assertThat(slots.get(3)).isZero();
  }

  @Test
  void whatOutgrowsTheSlotsMakesThemWider() {
    slots.add(0, 1);
    slots.add(MILLI, 2);
    slots.add(511 * MILLI, 4);

    slots.add(512 * MILLI, 8);

    assertThat(slots.get(0)).isEqualTo(3);
    assertThat(slots.get(255)).isEqualTo(4);
    assertThat(slots.get(256)).isEqualTo(8);
    assertThat(TimeSlots.slotNanos(512 * MILLI)).isEqualTo(2 * MILLI);
  }

  @Test
  void nothingIsLostHoweverLongTheRun() {
    long year = TimeUnit.DAYS.toNanos(365);
    slots.addSpan(3, 1_000_003);
    slots.spread(7, year, 1_000_000_007);

    assertThat(sum()).isEqualTo(1_000_000 + 1_000_000_007L);
    assertThat(year / TimeSlots.slotNanos(year)).isBetween(256L, 511L);
  }

  @Test
  void whatTakesNoTimeCountsAllTheSame() {
    slots.spread(5 * MILLI, 5 * MILLI, 9);
    slots.add(-MILLI, 1);

    assertThat(slots.get(5)).isEqualTo(9);
    assertThat(slots.get(0)).isEqualTo(1);
  }
}
