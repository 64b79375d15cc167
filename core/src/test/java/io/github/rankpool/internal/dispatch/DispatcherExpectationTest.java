package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.LONG_NANOS;
import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.comm.Expectation;
import org.junit.jupiter.api.Test;

/** How closely the dispatcher has results looked for. */
class DispatcherExpectationTest {
  private static Expectation afterTasksOf(long nanos, DispatcherFixture pool) {
    pool.submit(100);
    pool.cycle();
    pool.playAll(nanos);
    assertThat(pool.dispatcher.expectation()).isEqualTo(Expectation.NOTHING);
    pool.submit();
    pool.cycle();
    return pool.dispatcher.expectation();
  }

  @Test
  void resultsOfShortTasksAreLookedForAllTheTime() {
    assertThat(afterTasksOf(SHORT_NANOS, DispatcherFixture.runningHere(2)))
        .isEqualTo(Expectation.SOON);
  }

  @Test
  void longTasksOnThisMachineAreLeftTheCores() {
    assertThat(afterTasksOf(LONG_NANOS, DispatcherFixture.runningHere(2)))
        .isEqualTo(Expectation.SOMETIME);
  }

  @Test
  void longTasksElsewhereNeedNoCoresOfThisMachine() {
    assertThat(afterTasksOf(LONG_NANOS, DispatcherFixture.running(2))).isEqualTo(Expectation.SOON);
  }
}
