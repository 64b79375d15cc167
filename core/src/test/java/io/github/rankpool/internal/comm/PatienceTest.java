package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final long STEP_NANOS = TimeUnit.MICROSECONDS.toNanos(5);

  private long now;
  private long step = STEP_NANOS;
  private final Patience patience =
      new Patience(
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

  /** How many of so many waits, all in vain, go to sleep without looking. */
  private int blindWaits(int waits) {
    int blind = 0;
    for (int i = 0; i < waits; i++) {
      blind += looksBeforeSleep() == 0 ? 1 : 0;
      patience.reset();
    }
    return blind;
  }

  private void findAtOnce() {
    patience.lookAgain();
    patience.reset();
  }

  @Test
  void looksForAWhile() {
    assertThat(looksBeforeSleep()).isGreaterThan(Patience.SPINS);
    assertThat(now).isLessThan(Patience.LIMIT_NANOS + 3 * STEP_NANOS);
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

    assertThat(looksBeforeSleep()).isGreaterThan(Patience.SPINS);
    assertThat(patience.lookAgain(0)).isFalse();
  }

  @Test
  void beginsAnewWhenSomethingCame() {
    int first = looksBeforeSleep();
    patience.reset();

    assertThat(looksBeforeSleep()).isEqualTo(first);
  }

  @Test
  void endsWhenTheCoreIsTaken() {
    step = Patience.LIMIT_NANOS * 10;

    assertThat(looksBeforeSleep()).isEqualTo(Patience.SPINS + 1);
  }

  @Test
  void vainLooksBecomeRare() {
    assertThat(blindWaits(Patience.VAIN_ALLOWED)).isZero();
    assertThat(blindWaits(1_000)).isBetween(800, 950);
  }

  @Test
  void oneSuccessMakesLooksFrequentAgain() {
    blindWaits(Patience.VAIN_ALLOWED + 1);
    blindWaits(2);
    findAtOnce();

    assertThat(blindWaits(Patience.VAIN_ALLOWED)).isZero();
  }
}
