package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.LONG_NANOS;
import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Outcome;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Executors as sessions of a dispatcher: what is set up for them, and how they share workers. */
class DispatcherSessionsTest {
  @Nested
  class Setups {
    private final DispatcherFixture pool = DispatcherFixture.shared(2);
    private final SessionFixture session = new SessionFixture(pool, 1, true);

    @Test
    void aTaskThatComesBackToABrokenSessionFailsLikeTheOthers() {
      SessionFixture fixture = new SessionFixture(1, false);
      DispatchTask task = fixture.submit(1).get(0);
      fixture.session.takeNewTasks(1);
      fixture.session.pending.remove(task);
      task.send();
      fixture.session.breakWith(new IllegalStateException("as the test wants it"));
      assertThat(fixture.isDone(task)).isFalse();

      assertThat(fixture.session.putBack(task)).isFalse();

      fixture.session.completions.flush();
      assertThat(fixture.calls()).containsExactly(List.of("lost"));
    }

    @Test
    void everyWorkerIsSetUpBeforeAnyTask() {
      session.submit(4);
      pool.cycle();
      assertThat(pool.workers).allMatch(worker -> worker.setups.containsKey(session.id()));
      assertThat(pool.tasksPerWorker()).containsExactly(0, 0);
      assertThat(session.ready).isZero();

      pool.worker(0).answerSetup(session.id(), Outcome.VALUE);
      pool.cycle();
      assertThat(pool.tasksPerWorker()).containsExactly(0, 0);

      pool.worker(1).answerSetup(session.id(), Outcome.VALUE);
      pool.cycle();
      assertThat(session.ready).isOne();
      assertThat(pool.tasksPerWorker()).doesNotContain(0);
    }

    @Test
    void aSetupThatFailsBreaksItsSessionAndNoOther() {
      SessionFixture other = new SessionFixture(pool, 2, false);
      session.submit(4);
      other.submit(2);
      pool.cycle();
      pool.worker(1).answerSetup(session.id(), Outcome.THROWN);
      pool.cycle();

      assertThat(session.calls()).hasSize(4).allMatch(List.of("lost")::equals);
      assertThat(session.breakages).hasSize(1);
      assertThat(session.breakages.get(0)).isInstanceOf(SetupFailedException.class);
      assertThat(((SetupFailedException) session.breakages.get(0)).worker().rank()).isOne();
      assertThat(session.ends).containsExactly("broken");
      assertThat(session.queue.breakage()).isSameAs(session.breakages.get(0));
      pool.playAll(SHORT_NANOS);
      assertThat(other.calls()).hasSize(2).allMatch(List.of("ended")::equals);
      assertThat(other.ends).isEmpty();
    }

    @Test
    void answersAfterTheFirstFailureMakeNoDifference() {
      pool.cycle();
      pool.worker(0).answerSetup(session.id(), Outcome.THROWN);
      pool.cycle();
      pool.worker(1).answerSetup(session.id(), Outcome.UNREADABLE);
      pool.cycle();

      assertThat(session.breakages).hasSize(1);
      assertThat(session.ends).hasSize(1);
      assertThat(pool.dispatcher.isFinished()).isFalse();
    }

    @Test
    void whatIsCancelledMeanwhileIsNeverSent() {
      DispatchTask task = session.submit(1).get(0);
      pool.cycle();
      pool.dispatcher.withdraw(task, taken -> assertThat(taken).isTrue());
      pool.worker(0).answerSetup(session.id(), Outcome.VALUE);
      pool.worker(1).answerSetup(session.id(), Outcome.VALUE);
      pool.cycle();

      assertThat(pool.tasksPerWorker()).containsExactly(0, 0);
    }

    @Test
    void aSessionShutDownMeanwhileStillRunsItsTasks() {
      session.submit(2);
      pool.cycle();
      pool.dispatcher.shutdown(session.session, false, cancelled -> {});
      pool.cycle();
      assertThat(session.ends).isEmpty();
      pool.workers.forEach(worker -> worker.answerSetup(session.id(), Outcome.VALUE));
      pool.playAll(SHORT_NANOS);

      assertThat(session.calls()).hasSize(2).allMatch(List.of("ended")::equals);
      assertThat(session.ends).containsExactly("well");
    }
  }

  @Test
  void inAGroupOfItsOwnAFailedSetupStopsTheWorkers() {
    DispatcherFixture pool = DispatcherFixture.own(2);
    SessionFixture session = new SessionFixture(pool, 1, true);
    session.submit(1);
    pool.cycle();
    pool.worker(0).answerSetup(session.id(), Outcome.THROWN);
    pool.worker(1).answerSetup(session.id(), Outcome.VALUE);
    pool.cycle();
    assertThat(pool.workers).allMatch(worker -> worker.stopped);
    assertThat(session.ends).isEmpty();
    pool.workers.forEach(ScriptedWorker::bye);
    pool.cycle();

    assertThat(session.ends).containsExactly("broken");
    assertThat(pool.finished).isTrue();
  }

  @Nested
  class SharedWorkers {
    private final DispatcherFixture pool = DispatcherFixture.shared(1);
    private final SessionFixture first = new SessionFixture(pool, 1, false);
    private final SessionFixture second = new SessionFixture(pool, 2, false);

    @Test
    void sessionsTakeTurns() {
      List<DispatchTask> long1 = first.submit(20);
      List<DispatchTask> late = second.submit(3);
      pool.cycle();
      for (int i = 0; i < 8; i++) {
        pool.worker(0).finishAll(LONG_NANOS);
        pool.cycle();
      }

      assertThat(late).allMatch(task -> second.isDone(task));
      assertThat(long1).anyMatch(task -> !first.isDone(task));
    }

    @Test
    void theyEndOneByOneAndTheWorkersStay() {
      SessionFixture third = new SessionFixture(pool, 3, true);
      pool.cycle();
      pool.worker(0).answerSetup(third.id(), Outcome.VALUE);
      third.submit(1);
      first.submit(1);
      pool.playAll(SHORT_NANOS);
      pool.dispatcher.shutdown(third.session, false, cancelled -> {});
      pool.cycle();

      assertThat(third.ends).containsExactly("well");
      assertThat(first.ends).isEmpty();
      assertThat(pool.worker(0).forgotten).containsExactly(third.id());
      assertThat(pool.worker(0).stopped).isFalse();

      pool.dispatcher.shutdown(first.session, false, cancelled -> {});
      pool.dispatcher.shutdown(second.session, false, cancelled -> {});
      pool.cycle();
      assertThat(first.ends).containsExactly("well");
      assertThat(second.ends).containsExactly("well");
      assertThat(pool.worker(0).stopped).isFalse();
      assertThat(pool.worker(0).forgotten).hasSize(1);
    }

    @Test
    void aSessionMayComeWhenAllOthersHaveGone() {
      pool.dispatcher.shutdown(first.session, false, cancelled -> {});
      pool.dispatcher.shutdown(second.session, false, cancelled -> {});
      pool.cycle();
      SessionFixture late = new SessionFixture(pool, 3, false);
      late.submit(2);
      pool.playAll(SHORT_NANOS);

      assertThat(late.calls()).hasSize(2).allMatch(List.of("ended")::equals);
    }

    @Test
    void closingTheGroupStopsTheWorkersOnceAllSessionsHaveEnded() {
      first.submit(1);
      pool.cycle();
      pool.dispatcher.close();
      pool.cycle();
      assertThat(pool.worker(0).stopped).isFalse();
      pool.dispatcher.shutdown(first.session, false, cancelled -> {});
      pool.dispatcher.shutdown(second.session, false, cancelled -> {});
      pool.playAll(SHORT_NANOS);
      assertThat(pool.worker(0).stopped).isTrue();
      pool.worker(0).bye();
      pool.cycle();

      assertThat(pool.finished).isTrue();
      assertThat(first.ends).containsExactly("well");
    }

    @Test
    void afterThatNoSessionIsLetIn() {
      pool.dispatcher.close();

      assertThat(pool.dispatcher.open(new SessionFixture(3, false).session)).isFalse();
    }

    @Test
    void aWorkerThatIsLostBreaksThemAll() {
      first.submit(1);
      second.submit(1);
      pool.cycle();
      pool.dispatcher.fail(new IllegalStateException("on purpose"));

      assertThat(first.calls()).containsExactly(List.of("lost"));
      assertThat(second.calls()).containsExactly(List.of("lost"));
      assertThat(first.ends).containsExactly("broken");
      assertThat(second.ends).containsExactly("broken");
    }

    @Test
    void cancellingOneSessionsTasksLeavesTheOthersAlone() {
      first.submit(3);
      second.submit(3);
      pool.dispatcher.shutdown(second.session, true, cancelled -> assertThat(cancelled).hasSize(3));
      pool.playAll(SHORT_NANOS);

      assertThat(first.calls()).hasSize(3).allMatch(List.of("ended")::equals);
      assertThat(second.calls()).hasSize(3).allMatch(List.of("cancelled")::equals);
      assertThat(second.ends).containsExactly("well");
    }
  }

  @Nested
  class Interrupts {
    private final DispatcherFixture pool = DispatcherFixture.running(2);

    @Test
    void theWorkerThatHasTheTaskIsTold() {
      List<DispatchTask> tasks = pool.submit(2);
      pool.cycle();
      pool.dispatcher.interrupt(tasks.get(0));
      pool.cycle();

      ScriptedWorker holder =
          pool.worker(0).tasks.containsKey(tasks.get(0).id()) ? pool.worker(0) : pool.worker(1);
      assertThat(holder.interrupts).containsExactly(tasks.get(0).id());
      assertThat(pool.worker(1 - holder.rank).interrupts).isEmpty();
    }

    @Test
    void nobodyIsToldOfATaskThatIsDone() {
      DispatchTask task = pool.submit();
      pool.playAll(SHORT_NANOS);
      pool.dispatcher.interrupt(task);
      pool.cycle();

      assertThat(pool.workers).allMatch(worker -> worker.interrupts.isEmpty());
    }
  }
}
