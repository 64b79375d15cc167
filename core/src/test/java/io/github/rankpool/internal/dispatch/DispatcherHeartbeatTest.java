package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.Pulse;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class DispatcherHeartbeatTest {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofNanos(WorkerWatch.LOOK_NANOS);

  private final DispatcherFixture pool =
      DispatcherFixture.beating(2, new Pulse(INTERVAL.toNanos(), LIMIT.toNanos()));

  /** Time passes, and the dispatcher wakes as often as it asks for. */
  private void pass(Duration time, int... beating) {
    long end = pool.clock.getAsLong() + time.toNanos();
    while (end - pool.clock.getAsLong() > 0 && !pool.dispatcher.isFinished()) {
      long step = Math.min(pool.dispatcher.nanosToNextDeadline(), end - pool.clock.getAsLong());
      pool.clock.advance(Duration.ofNanos(step));
      for (int rank : beating) {
        pool.worker(rank).send(FrameType.HEARTBEAT, new byte[0]);
      }
      pool.cycle();
    }
  }

  @Nested
  class OfTheMaster {
    @Test
    void comeToEveryWorkerInEveryIntervalOfSilence() {
      pass(Duration.ofSeconds(5), 0, 1);

      assertThat(pool.workers).allSatisfy(worker -> assertThat(worker.heartbeats).isBetween(3, 4));
    }

    @Test
    void areNotSentWhereSomethingElseIs() {
      for (int second = 0; second < 4; second++) {
        pool.submit();
        pool.playAll(DispatcherFixture.SHORT_NANOS);
        pass(INTERVAL, 0, 1);
      }

      int busy = pool.worker(0).arrivals.isEmpty() ? 1 : 0;
      assertThat(pool.worker(busy).heartbeats).isZero();
      assertThat(pool.worker(1 - busy).heartbeats).isPositive();
    }

    @Test
    void goOnWhileTheWorkersStop() {
      pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
      pool.cycle();
      assertThat(pool.workers).allMatch(worker -> worker.stopped);
      pass(Duration.ofSeconds(4), 0, 1);

      assertThat(pool.workers).allMatch(worker -> worker.heartbeats >= 2);
    }
  }

  @Nested
  class OfWorkers {
    @Test
    void keepThemInThePoolWhileTasksRunForHours() {
      pool.submit(2);
      pool.cycle();
      pass(Duration.ofHours(2), 0, 1);

      assertThat(pool.leftEvents).isEmpty();
      pool.playAll(DispatcherFixture.LONG_NANOS);
      pool.assertEveryListenerWasToldOnce("ended");
    }

    @Test
    void areMissedWithinASecondOfTheLimit() {
      List<DispatchTask> tasks = pool.submit(2);
      pool.cycle();
      int silent = pool.worker(0).tasks.containsKey(tasks.get(0).id()) ? 0 : 1;
      pass(LIMIT, 1 - silent);
      assertThat(pool.leftEvents).isEmpty();
      pass(Duration.ofSeconds(1), 1 - silent);

      assertThat(pool.leftEvents).containsExactly(1);
      assertThat(pool.listener(tasks.get(0)).cause)
          .isInstanceOfSatisfying(
              WorkerLoss.class,
              loss -> {
                assertThat(loss.worker().rank()).isEqualTo(silent);
                assertThat(loss.evidence()).contains("heartbeat");
                assertThat(loss).hasMessageContaining("last heard of 5.");
              });
      pool.playAll(DispatcherFixture.SHORT_NANOS);
      assertThat(pool.listener(tasks.get(1)).calls).containsExactly("ended");
    }

    /** As its task thread is, where MPI waits for a rank that has died and heeds no interrupt. */
    @Test
    void doNotSaveOneThatIsStuckInAParallelTaskThatWasLostWithAnother() {
      List<DispatchTask> members = pool.submitParallel(2);
      DispatchTask behind = pool.submit();
      pool.cycle();
      int stuck = pool.worker(0).tasks.containsKey(members.get(0).id()) ? 0 : 1;
      pool.backend.lose(1 - stuck);
      pass(LIMIT, stuck);
      assertThat(pool.leftEvents).containsExactly(1);
      assertThat(pool.listener(behind).calls).isEmpty();
      pass(Duration.ofSeconds(1), stuck);

      assertThat(pool.breakages).singleElement().asString().contains("RP-229");
      assertThat(pool.listener(behind).calls).containsExactly("lost");
    }

    @Test
    void saveOneThatHasComeBackFromAParallelTaskThatWasLostWithAnother() {
      List<DispatchTask> members = pool.submitParallel(2);
      pool.cycle();
      int back = pool.worker(0).tasks.containsKey(members.get(0).id()) ? 0 : 1;
      pool.backend.lose(1 - back);
      pool.cycle();
      pool.worker(back).failTask(members.get(0).id());
      pool.submit();
      pass(Duration.ofHours(1), back);

      assertThat(pool.leftEvents).containsExactly(1);
      assertThat(pool.breakages).isEmpty();
    }

    @Test
    void areNotNeededWhereResultsCome() {
      DispatchTask long1 = pool.submit();
      pool.submit();
      pool.cycle();
      int busy = pool.worker(0).tasks.containsKey(long1.id()) ? 0 : 1;
      for (int i = 0; i < 10; i++) {
        pool.worker(1 - busy).finishAll(DispatcherFixture.SHORT_NANOS);
        pool.submit();
        pass(INTERVAL, busy);
      }

      assertThat(pool.leftEvents).isEmpty();
    }

    @Test
    void areNotMissedWhileTheMasterItselfStoodStill() {
      pool.submit(2);
      pool.cycle();
      pool.clock.advance(Duration.ofMinutes(10));
      pool.cycle();
      pass(Duration.ofSeconds(4));

      assertThat(pool.leftEvents).isEmpty();
      assertThat(pool.dispatcher.isFinished()).isFalse();
    }

    @Test
    void areExpectedAlsoWhenThePoolIsIdleAndWhenItStops() {
      pass(LIMIT.plusSeconds(1), 0);
      assertThat(pool.leftEvents).containsExactly(1);

      pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
      pool.cycle();
      pass(LIMIT.plusSeconds(1));

      assertThat(pool.endEvents).containsExactly("well");
    }

    @Test
    void ofALostOneAreIgnoredWhenItComesBack() {
      List<DispatchTask> tasks = pool.submit(2);
      pool.cycle();
      int silent = pool.worker(0).tasks.containsKey(tasks.get(0).id()) ? 0 : 1;
      pass(LIMIT.plusSeconds(1), 1 - silent);
      pool.worker(silent).finish(tasks.get(0).id(), 1, Payload.ofBytes(new byte[] {9}));
      pass(Duration.ofSeconds(1), 0, 1);

      assertThat(pool.listener(tasks.get(0)).calls).containsExactly("lost");
      assertThat(pool.leftEvents).containsExactly(1);
    }
  }

  @Nested
  class ProcessesOfLostWorkers {
    @Test
    void areEndedSoThatTheyDoNotGoOnWithWhatIsAnothersNow() {
      pool.processes = DispatchSettings.ProcessState.RUNNING;
      pool.submit(2);
      pool.cycle();
      pass(LIMIT.plusSeconds(1), 1);

      assertThat(pool.killed).containsExactly(0);
    }

    @Test
    void areLeftUntilTheEndWhereOthersWouldEndWithThem() {
      DispatcherFixture together = DispatcherFixture.ofSharedFate(2, "All end together");
      together.processes = DispatchSettings.ProcessState.RUNNING;
      together.submit(2);
      together.cycle();
      together.backend.lose(0);
      together.cycle();
      assertThat(together.leftEvents).containsExactly(1);
      assertThat(together.killed).isEmpty();

      together.playAll(DispatcherFixture.SHORT_NANOS);
      together.dispatcher.shutdown(together.session, false, cancelled -> {});
      together.cycle();
      together.worker(1).bye();
      together.processOf.put(1, DispatchSettings.ProcessState.ENDED);
      together.cycle();

      assertThat(together.killed).containsExactly(0);
      assertThat(together.endEvents).containsExactly("well");
    }
  }

  @Nested
  class EndsOfProcesses {
    @Test
    void areNoticedWithinASecondThoughMpiDoesNotTell() {
      List<DispatchTask> tasks = pool.submit(2);
      pool.cycle();
      int dead = pool.worker(0).tasks.containsKey(tasks.get(0).id()) ? 0 : 1;
      pool.processOf.put(dead, DispatchSettings.ProcessState.ENDED);
      pass(Duration.ofSeconds(1), 1 - dead);

      assertThat(pool.listener(tasks.get(0)).cause)
          .isInstanceOfSatisfying(
              WorkerLoss.class,
              loss -> assertThat(loss.evidence()).isEqualTo("its process has ended"));
      assertThat(pool.listener(tasks.get(1)).calls).isEmpty();
    }

    @Test
    void countAfterWhatTheyHadSentBefore() {
      List<DispatchTask> tasks = pool.submit(2);
      pool.cycle();
      int dead = pool.worker(0).tasks.containsKey(tasks.get(0).id()) ? 0 : 1;
      pool.processOf.put(dead, DispatchSettings.ProcessState.ENDED);
      pass(LOOK, 1 - dead);
      pool.worker(dead).finish(tasks.get(0).id(), 1, Payload.ofBytes(new byte[] {1}));
      pass(Duration.ofSeconds(1), 1 - dead);

      assertThat(pool.listener(tasks.get(0)).calls).containsExactly("ended");
      assertThat(pool.leftEvents).containsExactly(1);
    }

    @Test
    void endAWaitForTheRestOfALongResult() {
      List<DispatchTask> tasks = pool.submit(2);
      pool.cycle();
      int dead = pool.worker(0).tasks.containsKey(tasks.get(0).id()) ? 0 : 1;
      pool.worker(dead).beginToFinish(tasks.get(0).id(), Payload.ofBytes(new byte[1 << 20]));
      pool.processOf.put(dead, DispatchSettings.ProcessState.ENDED);
      pass(Duration.ofSeconds(2), 1 - dead);

      assertThat(pool.listener(tasks.get(0)).calls).containsExactly("lost");
    }

    @Test
    void ofAllWorkersNameTheFateTheyShare() {
      DispatcherFixture together = DispatcherFixture.ofSharedFate(2, "All end together");
      together.submit(2);
      together.processes = DispatchSettings.ProcessState.ENDED;
      for (int look = 0; look < 3; look++) {
        together.clock.advance(LOOK);
        together.cycle();
      }

      together.assertBroken("All end together.");
    }
  }

  @Test
  void workersAreToldOfALossSoThatTheyDoNotWaitForTheLostOneInMpi() {
    pool.backend.lose(0);
    pool.cycle();
    pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
    pool.cycle();
    assertThat(pool.worker(1).stopped).isTrue();
    assertThat(pool.worker(1).toldOfLoss).isTrue();
    pool.worker(1).bye();
    pool.cycle();

    assertThat(pool.backend.isAbandoned()).isTrue();
    assertThat(pool.endEvents).containsExactly("well");
  }

  @Test
  void workersAreToldNothingOfTheKindWhereNoneIsLost() {
    pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
    pool.cycle();

    assertThat(pool.workers).allMatch(worker -> worker.stopped && !worker.toldOfLoss);
  }
}
