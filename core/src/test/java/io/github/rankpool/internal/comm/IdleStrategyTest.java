package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdleStrategyTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  /** Whoever sleeps when it must not is found by this. */
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private final IdleStrategy idle = new IdleStrategy(new ManualBackend(1), Thread.currentThread());
  private final AtomicInteger asked = new AtomicInteger();

  private boolean nothingToDo() {
    asked.incrementAndGet();
    return true;
  }

  private boolean somethingToDo() {
    asked.incrementAndGet();
    return false;
  }

  @Test
  void deadlineThatHasPassedIsNotWaitedFor() {
    idle.idle(0, HOUR, Expectation.NOTHING, this::nothingToDo);
    idle.idle(-1, HOUR, Expectation.SOON, this::nothingToDo);

    assertThat(asked).hasValue(0);
  }

  private void lookUntilPatienceEnds() {
    while (asked.get() == 0) {
      idle.idle(NO_LIMIT, 1, Expectation.SOON, this::nothingToDo);
    }
    asked.set(0);
  }

  @Test
  void workThatCameMeanwhileKeepsItAwake() {
    lookUntilPatienceEnds();
    idle.idle(NO_LIMIT, HOUR, Expectation.NOTHING, this::somethingToDo);

    assertThat(asked).hasValue(1);
  }

  @Test
  void wakeBetweenTheLookAndTheSleepIsNotLost() {
    lookUntilPatienceEnds();
    idle.idle(
        NO_LIMIT,
        HOUR,
        Expectation.NOTHING,
        () -> {
          // As another thread would do at the worst moment.
          idle.wake();
          return nothingToDo();
        });

    assertThat(asked).hasValue(1);
  }

  @Test
  void sleepEndsWithItsLimit() {
    lookUntilPatienceEnds();
    idle.idle(TimeUnit.MILLISECONDS.toNanos(2), HOUR, Expectation.NOTHING, this::nothingToDo);

    assertThat(asked).hasValue(1);
  }

  @Test
  void pollingBeginsWithoutSleep() {
    for (int i = 0; i < Patience.SPINS; i++) {
      idle.idle(NO_LIMIT, HOUR, Expectation.SOON, this::nothingToDo);
    }

    assertThat(asked).hasValue(0);
  }

  @Test
  void pollingWithoutBackoffNeverSleeps() {
    for (int i = 0; i < 20_000; i++) {
      idle.idle(NO_LIMIT, 0, Expectation.SOON, this::nothingToDo);
    }

    assertThat(asked).hasValue(0);
  }

  @Test
  void pollingSleepsAfterAWhileForNoLongerThanTheBackoff() {
    long microsecond = TimeUnit.MICROSECONDS.toNanos(1);
    while (asked.get() < 20) {
      idle.idle(NO_LIMIT, microsecond, Expectation.SOON, this::nothingToDo);
    }

    assertThat(asked).hasValue(20);
  }

  @Test
  void messageThatNobodyWaitsForIsLookedForAtTheBackoffAtOnce() {
    lookUntilPatienceEnds();
    long begin = System.nanoTime();
    while (asked.get() == 0) {
      idle.idle(
          NO_LIMIT,
          TimeUnit.MILLISECONDS.toNanos(20),
          Expectation.SOMETIME,
          this::nothingToDo);
    }

    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void workBeginsTheWaitAnew() {
    while (asked.get() == 0) {
      idle.idle(NO_LIMIT, 1, Expectation.SOON, this::nothingToDo);
    }
    idle.reset();
    for (int i = 0; i < Patience.SPINS; i++) {
      idle.idle(NO_LIMIT, HOUR, Expectation.SOON, this::nothingToDo);
    }

    assertThat(asked).hasValue(1);
  }
}
