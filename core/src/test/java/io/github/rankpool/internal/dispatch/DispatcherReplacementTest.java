package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class DispatcherReplacementTest {
  private DispatcherFixture pool = DispatcherFixture.replacing(2, 3);

  private void lose(int rank) {
    pool.backend.lose(rank);
    pool.cycle();
  }

  /** MPI starts a worker in a world of its own. */
  private ScriptedWorker start(int rankInPool) {
    ManualBackend world = new ManualBackend(1);
    pool.dispatcher.replace(
        1,
        (workers, firstRank, poolSize) -> {
          assertThat(List.of(workers, firstRank, poolSize)).containsExactly(1, rankInPool, 2);
          return world.communicator();
        });
    ScriptedWorker worker = new ScriptedWorker(world, 0, rankInPool, pool.secret);
    pool.workers.add(worker);
    pool.cycle();
    return worker;
  }

  private ScriptedWorker startAndGreet(int rankInPool) {
    ScriptedWorker worker = start(rankInPool);
    worker.hello();
    pool.cycle();
    assertThat(worker.welcomed).isTrue();
    return worker;
  }

  @Test
  void oneIsAskedForForEveryWorkerLostAsOftenAsThePoolAllows() {
    lose(0);
    assertThat(pool.asked).containsExactly(1);
    startAndGreet(2);
    pool.backend.lose(1);
    pool.cycle();
    assertThat(pool.asked).containsExactly(1, 1);
    assertThat(pool.leftEvents).containsExactly(1, 2, 1);
  }

  @Test
  void nobodyIsAskedForWithoutLeave() {
    pool = DispatcherFixture.running(2);
    lose(0);

    assertThat(pool.asked).isEmpty();
  }

  @Test
  void theNewOneTakesTasks() {
    lose(0);
    ScriptedWorker next = startAndGreet(2);
    List<DispatchTask> tasks = pool.submit(2);
    pool.cycle();

    assertThat(next.tasks).hasSize(1);
    assertThat(pool.worker(1).tasks).hasSize(1);
    pool.playAll(DispatcherFixture.SHORT_NANOS);
    pool.assertEveryListenerWasToldOnce("ended");
    assertThat(tasks).isNotEmpty();
  }

  @Test
  void tasksWaitForItWhereAllOthersAreLost() {
    lose(0);
    lose(1);
    DispatchTask task = pool.submit();
    pool.cycle();
    assertThat(pool.breakages).isEmpty();
    assertThat(pool.listener(task).calls).isEmpty();

    startAndGreet(2);
    pool.playAll(DispatcherFixture.SHORT_NANOS);

    assertThat(pool.listener(task).calls).containsExactly("ended");
  }

  @Test
  void thePoolBreaksWhereAllOthersAreLostAndNoneCanBeStarted() {
    lose(0);
    lose(1);
    DispatchTask task = pool.submit();
    pool.cycle();
    for (int i = 0; i < 2; i++) {
      pool.dispatcher.replace(
          1,
          (workers, firstRank, poolSize) -> {
            throw new MpiException("RP-337", "no slots");
          });
    }
    pool.cycle();

    pool.assertBroken("RP-229: all workers were lost: worker 0 of 2");
    assertThat(pool.listener(task).calls).containsExactly("lost");
  }

  @Test
  void oneThatNeverSpeaksIsGivenUpAfterTwoMinutes() {
    lose(0);
    lose(1);
    start(2);
    pool.dispatcher.replace(
        1,
        (workers, firstRank, poolSize) -> {
          throw new MpiException("RP-337", "no slots");
        });
    DispatchTask task = pool.submit();
    pool.cycle();
    assertThat(pool.breakages).isEmpty();
    pool.clock.advance(Duration.ofMinutes(2).plusNanos(1));
    pool.cycle();

    pool.assertBroken("worker 2, a new one, (never heard of)");
    assertThat(pool.listener(task).calls).containsExactly("lost");
  }

  @Test
  void aNewOneThatIsLostIsReplacedToo() {
    lose(0);
    ScriptedWorker next = startAndGreet(2);
    DispatchTask first = pool.submit();
    DispatchTask second = pool.submit();
    pool.cycle();
    DispatchTask lost = next.tasks.containsKey(first.id()) ? first : second;
    next.backend().lose(0);
    pool.cycle();

    assertThat(pool.asked).containsExactly(1, 1);
    assertThat(pool.listener(lost).calls).containsExactly("lost");
    assertThat(pool.listener(lost).cause).hasMessageContaining("worker 2, a new one, on");
  }

  @Test
  void theNewOneDoesTheSetupBeforeItsFirstTask() {
    pool = DispatcherFixture.replacing(2, 1);
    SessionFixture session = new SessionFixture(pool, 1, true);
    pool.cycle();
    pool.workers.forEach(worker -> worker.answerSetup(session.session.id, Outcome.VALUE));
    pool.cycle();
    lose(0);
    ScriptedWorker next = startAndGreet(2);
    session.submit(2);
    pool.cycle();

    assertThat(next.setups).hasSize(1);
    next.answerSetup(session.session.id, Outcome.VALUE);
    pool.playAll(DispatcherFixture.SHORT_NANOS);
    assertThat(session.calls()).hasSize(2).allMatch(List.of("ended")::equals);
  }

  @Test
  void aSetupThatFailsOnTheNewOneBreaksTheSession() {
    pool = DispatcherFixture.replacing(2, 1);
    SessionFixture session = new SessionFixture(pool, 1, true);
    pool.cycle();
    pool.workers.forEach(worker -> worker.answerSetup(session.session.id, Outcome.VALUE));
    pool.cycle();
    lose(0);
    ScriptedWorker next = startAndGreet(2);
    next.answerSetup(session.session.id, Outcome.THROWN);
    pool.cycle();

    assertThat(session.breakages).singleElement().isInstanceOf(SetupFailedException.class);
  }

  @Test
  void theNewOneIsNoRankOfAParallelTask() {
    lose(0);
    startAndGreet(2);
    List<DispatchTask> members = pool.submitParallel(2);
    pool.cycle();

    assertThat(pool.listener(members.get(0)).cause)
        .isInstanceOf(TooFewWorkersException.class)
        .hasMessageContaining("the pool has 1 workers");
  }

  @Test
  void theNewOneIsStoppedWithTheOthersAndItsWorldLeftInGoodOrder() {
    lose(0);
    ScriptedWorker next = startAndGreet(2);
    pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
    pool.cycle();
    assertThat(next.stopped).isTrue();
    next.bye();
    pool.worker(1).bye();
    pool.cycle();

    assertThat(pool.endEvents).containsExactly("well");
    assertThat(pool.backend.isAbandoned()).isTrue();
    assertThat(next.backend().isDisconnected()).isTrue();
    assertThat(next.backend().isAbandoned()).isFalse();
  }

  @Test
  void nobodyIsStartedForAPoolThatEnds() {
    lose(0);
    pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
    pool.cycle();
    pool.dispatcher.replace(
        1,
        (workers, firstRank, poolSize) -> {
          throw new AssertionError("started");
        });
    pool.worker(1).bye();
    pool.cycle();

    assertThat(pool.endEvents).containsExactly("well");
  }

  @Test
  void oneThatSpeaksOnlyWhenThePoolEndsIsStopped() {
    lose(0);
    ScriptedWorker next = start(2);
    pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
    pool.cycle();
    pool.worker(1).bye();
    pool.cycle();
    assertThat(pool.endEvents).isEmpty();
    next.hello();
    pool.cycle();
    assertThat(next.stopped).isTrue();
    next.bye();
    pool.cycle();

    assertThat(pool.endEvents).containsExactly("well");
  }

  @Test
  void largeResultsComeFromItWholeAsFromOthers() {
    lose(0);
    lose(1);
    ScriptedWorker next = startAndGreet(2);
    DispatchTask task = pool.submit();
    pool.cycle();
    byte[] large = new byte[3 << 20];
    large[large.length - 1] = 7;
    next.finish(task.id(), 1, Payload.ofBytes(large));
    pool.cycle();

    assertThat(pool.result(task).toByteArray()).isEqualTo(large);
  }
}
