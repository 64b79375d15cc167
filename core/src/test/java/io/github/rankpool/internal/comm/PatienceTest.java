package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

  private static final long SHORT_NANOS = 10 * STEP_NANOS;

  private long now;
  private long step = STEP_NANOS;
  private final CrowdedCores crowded = new CrowdedCores();
  private final Patience patience =
      new Patience(
          new UsualWait(),
          crowded,
          () -> {
            now += step;
            return now;
          },
          Patience.SPINS,
          1);

  private int looksBeforeSleep() {
    int looks = 0;
    while (patience.lookAgain()) {
      looks++;
    }
    return looks;
  }

  /**
   * Waits until something comes after so long; returns how often it was looked for before sleep.
   */
  private int lookFor(long nanos) {
    long end = now + nanos;
    int looks = 0;
    while (now < end && patience.lookAgain()) {
      looks++;
    }
    now = Math.max(now, end);
    patience.reset();
    return looks;
  }

  @Test
  void looksForAWhile() {
    assertThat(looksBeforeSleep()).isGreaterThan(Patience.SPINS);
    assertThat(now).isLessThan(UsualWait.LEAST_LIMIT_NANOS + 3 * STEP_NANOS);
  }

  @Test
  void staysAsleepUntilSomethingCame() {
    looksBeforeSleep();

    assertThat(patience.lookAgain()).isFalse();
    assertThat(patience.lookAgain()).isFalse();
  }

  @Test
  void looksOnWhileMessagesMove() {
    for (int i = 0; i < 1000; i++) {
      assertThat(patience.lookAgain(Progress.NOT_LENT)).isTrue();
      assertThat(patience.lookAgain(1)).isTrue();
    }

    assertThat(looksBeforeSleep()).isPositive();
    assertThat(patience.lookAgain(0)).isFalse();
  }

  @Test
  void beginsAnewWhenSomethingCame() {
    int first = looksBeforeSleep();
    patience.reset();

    assertThat(looksBeforeSleep()).isEqualTo(first);
  }

  @Test
  void endsWhenTheCoreIsTakenAndStaysAsleepForAWhile() {
    // So that it would look for longer than one yield takes.
    for (int i = 0; i < 20; i++) {
      lookFor(2 * CrowdedCores.LONG_YIELD_NANOS);
    }
    step = CrowdedCores.LONG_YIELD_NANOS + 1;

    assertThat(looksBeforeSleep()).isEqualTo(Patience.SPINS + 1);
    step = STEP_NANOS;
    patience.reset();
    assertThat(looksBeforeSleep()).isZero();
    patience.reset();
    now += CrowdedCores.VALID_NANOS;
    assertThat(looksBeforeSleep()).isPositive();
  }

  @Test
  void coresThatWereCrowdedAreReckonedWithForLongerThanTheyKeepFromLooking() {
    assertThat(crowded.lately(now)).isFalse();

    crowded.yielded(now, now + CrowdedCores.LONG_YIELD_NANOS + 1);
    now += CrowdedCores.LONG_YIELD_NANOS + 1 + CrowdedCores.VALID_NANOS;

    assertThat(crowded.at(now)).isFalse();
    assertThat(crowded.lately(now)).isTrue();
    assertThat(crowded.lately(now + CrowdedCores.LATELY_NANOS)).isFalse();
  }

  @Test
  void looksLongerForWhatComesALittleLater() {
    long later = 2 * UsualWait.LEAST_LIMIT_NANOS;
    int first = lookFor(later);
    for (int i = 0; i < 20; i++) {
      lookFor(later);
    }

    int yieldsAtFirst = first - Patience.SPINS;
    assertThat(lookFor(later) - Patience.SPINS).isGreaterThan(yieldsAtFirst * 3 / 2);
  }

  @Test
  void doesNotLookForWhatComesMuchLater() {
    for (int i = 0; i < 20; i++) {
      lookFor(10 * UsualWait.LONG_NANOS);
    }

    assertThat(lookFor(SHORT_NANOS)).isZero();
  }

  @Test
  void looksAgainAfterAFewShortWaits() {
    for (int i = 0; i < 20; i++) {
      lookFor(100 * UsualWait.LONG_NANOS);
    }
    int blind = 0;
    while (lookFor(SHORT_NANOS) == 0) {
      blind++;
    }

    assertThat(blind).isLessThanOrEqualTo(5);
  }

  @Test
  void oneLongWaitChangesNothing() {
    lookFor(1000 * UsualWait.LONG_NANOS);

    assertThat(looksBeforeSleep()).isGreaterThan(Patience.SPINS);
  }
}
