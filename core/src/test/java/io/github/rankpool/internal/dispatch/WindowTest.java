package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowTest {
  private final Window window = new Window();

  private void record(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      window.record(nanos);
    }
  }

  @Test
  void beginsWithOne() {
    assertThat(window.size()).isEqualTo(1);
  }

  @Test
  void growsWithTheFirstShortTask() {
    window.record(0);

    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void holdsAboutAMillisecondOfTasks() {
    record(300, TimeUnit.MICROSECONDS.toNanos(100));

    assertThat(window.size()).isBetween(10, 12);
  }

  @Test
  void isBoundedForTasksThatTakeNoTime() {
    record(1_000, 0);

    assertThat(window.size()).isEqualTo(512);
  }

  @Test
  void oneLongTaskAmongShortOnesLeavesItOpen() {
    record(1_000, TimeUnit.MICROSECONDS.toNanos(1));
    window.record(TimeUnit.MILLISECONDS.toNanos(4));

    assertThat(window.size()).isGreaterThan(256);
  }

  @Test
  void closesSoonWhenTasksBecomeLong() {
    record(1_000, 0);
    record(25, TimeUnit.MILLISECONDS.toNanos(20));

    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void holdsOneTaskBehindTheOneThatRuns() {
    record(100, TimeUnit.MILLISECONDS.toNanos(100));

    assertThat(window.size()).isEqualTo(2);
  }

  @Test
  void holdsNothingBehindATaskOfSeconds() {
    record(100, TimeUnit.SECONDS.toNanos(2));

    assertThat(window.size()).isEqualTo(1);
  }

  @Test
  void neverClosesForTasksOfAnyLength() {
    record(100, Long.MAX_VALUE);
    assertThat(window.size()).isEqualTo(1);
    record(10, Long.MIN_VALUE);
    assertThat(window.size()).isBetween(1, 512);
  }
}
