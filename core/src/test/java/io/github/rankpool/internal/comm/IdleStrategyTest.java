package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdleStrategyTest {
  private static final long NO_LIMIT = Long.MAX_VALUE;
  private static final int FEW = 7;
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  /** Whoever sleeps when it must not is found by this. */
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private final IdleStrategy idle = new IdleStrategy(new ManualBackend(1), Thread.currentThread());
  private final AtomicInteger asked = new AtomicInteger();

  private final IdleStrategy.Situation nothingToDo = new Asked(() -> true, false);
  private final IdleStrategy.Situation somethingToDo = new Asked(() -> false, false);

  /** Counts how often it is asked. */
  private final class Asked implements IdleStrategy.Situation {
    private final BooleanSupplier idle;
    private final boolean ring;

    Asked(BooleanSupplier idle, boolean ring) {
      this.idle = idle;
      this.ring = ring;
    }

    @Override
    public boolean hasNothingToDo() {
      asked.incrementAndGet();
      return idle.getAsBoolean();
    }

    @Override
    public boolean peersRing() {
      return ring;
    }
  }

  @Test
  void deadlineThatHasPassedIsNotWaitedFor() {
    idle.idle(0, HOUR, Expectation.NOTHING, nothingToDo);
    idle.idle(-1, HOUR, Expectation.SOON, nothingToDo);

    assertThat(asked).hasValue(0);
  }

  private void lookUntilPatienceEnds() {
    while (asked.get() == 0) {
      idle.idle(NO_LIMIT, 1, Expectation.SOON, nothingToDo);
    }
    asked.set(0);
  }

  @Test
  void workThatCameMeanwhileKeepsItAwake() {
    lookUntilPatienceEnds();
    idle.idle(NO_LIMIT, HOUR, Expectation.NOTHING, somethingToDo);

    assertThat(asked).hasValue(1);
  }

  @Test
  void wakeBetweenTheLookAndTheSleepIsNotLost() {
    lookUntilPatienceEnds();
    idle.idle(
        NO_LIMIT,
        HOUR,
        Expectation.NOTHING,
        new Asked(
            () -> {
              // As another thread would do at the worst moment.
              idle.wake();
              return true;
            },
            false));

    assertThat(asked).hasValue(1);
  }

  @Test
  void sleepEndsWithItsLimit() {
    lookUntilPatienceEnds();
    idle.idle(TimeUnit.MILLISECONDS.toNanos(2), HOUR, Expectation.NOTHING, nothingToDo);

    assertThat(asked).hasValue(1);
  }

  @Test
  void pollingBeginsWithoutSleep() {
    for (int i = 0; i < FEW; i++) {
      idle.idle(NO_LIMIT, HOUR, Expectation.SOON, nothingToDo);
    }

    assertThat(asked).hasValue(0);
  }

  @Test
  void pollingWithoutBackoffNeverSleeps() {
    lookUntilPatienceEnds();
    for (int i = 0; i < 100; i++) {
      idle.idle(NO_LIMIT, 0, Expectation.SOON, nothingToDo);
    }

    assertThat(asked).hasValue(0);
  }

  @Test
  void pollingSleepsAfterAWhileForNoLongerThanTheBackoff() {
    long microsecond = TimeUnit.MICROSECONDS.toNanos(1);
    while (asked.get() < 20) {
      idle.idle(NO_LIMIT, microsecond, Expectation.SOON, nothingToDo);
    }

    assertThat(asked).hasValue(20);
  }

  @Test
  void messageThatNobodyWaitsForIsLookedForAtTheBackoffAtOnce() {
    lookUntilPatienceEnds();
    long begin = System.nanoTime();
    while (asked.get() == 0) {
      idle.idle(NO_LIMIT, TimeUnit.MILLISECONDS.toNanos(20), Expectation.SOMETIME, nothingToDo);
    }

    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void workBeginsTheWaitAnew() {
    while (asked.get() == 0) {
      idle.idle(NO_LIMIT, 1, Expectation.SOON, nothingToDo);
    }
    idle.reset();
    for (int i = 0; i < FEW; i++) {
      idle.idle(NO_LIMIT, HOUR, Expectation.SOON, nothingToDo);
    }

    assertThat(asked).hasValue(1);
  }

  /** Sleeps beside a doorbell of its own until it is asked so often, or somebody rings. */
  private int sleepsUntilRung(Doorbell doorbell, boolean peersRing) {
    idle.sleepBeside(doorbell);
    IdleStrategy.Situation quiet = new Asked(() -> true, peersRing);
    int sleeps = 0;
    for (long begin = System.nanoTime();
        System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(300); ) {
      int before = asked.get();
      idle.idle(NO_LIMIT, TimeUnit.MILLISECONDS.toNanos(1), Expectation.SOON, quiet);
      sleeps += asked.get() - before;
    }
    return sleeps;
  }

  @Test
  void wherePeersRingItSleepsWithoutPolls() {
    try (Doorbell doorbell = Objects.requireNonNull(Doorbell.putUp())) {
      // Some short sleeps at first, then some of a tenth of a second.
      assertThat(sleepsUntilRung(doorbell, true)).isLessThan(20);
    }
  }

  @Test
  void longBackoffDoesNotDelayTheSleepThatARingEnds() {
    try (Doorbell doorbell = Objects.requireNonNull(Doorbell.putUp())) {
      idle.sleepBeside(doorbell);
      // Putting up the doorbell took long; now nothing has been quiet for long.
      idle.reset();
      while (asked.get() < 3) {
        idle.idle(NO_LIMIT, HOUR, Expectation.SOMETIME, new Asked(() -> true, true));
      }
    }

    assertThat(asked).hasValue(3);
  }

  @Test
  void wherePeersDoNotRingTheBackoffIsKeptBesideADoorbell() {
    long begin = System.nanoTime();
    try (Doorbell doorbell = Objects.requireNonNull(Doorbell.putUp())) {
      idle.sleepBeside(doorbell);
      while (asked.get() < 1) {
        idle.idle(NO_LIMIT, TimeUnit.MILLISECONDS.toNanos(20), Expectation.SOMETIME, nothingToDo);
      }
    }

    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
  }

  @Test
  void wherePeersDoNotRingItGoesOnPolling() {
    try (Doorbell doorbell = Objects.requireNonNull(Doorbell.putUp())) {
      assertThat(sleepsUntilRung(doorbell, false)).isGreaterThan(20);
    }
  }

  @Test
  void workHandedInEndsASleepBesideADoorbell() throws Exception {
    try (Doorbell doorbell = Objects.requireNonNull(Doorbell.putUp())) {
      sleepsUntilRung(doorbell, true);
      long begin = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        // As another thread would do at the worst moment: each sleep would take a tenth of a
        // second.
        idle.idle(
            NO_LIMIT,
            TimeUnit.MILLISECONDS.toNanos(1),
            Expectation.SOON,
            new Asked(
                () -> {
                  idle.wake();
                  return true;
                },
                true));
      }
      assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
  }
}
