package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The pool's end, in good order and otherwise. */
class DispatcherShutdownTest {
  private final DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);
  private final List<List<TaskListener>> answers = new ArrayList<>();

  private void shutdown(boolean cancelPending) {
    pool.dispatcher.shutdown(pool.session, cancelPending, answers::add);
    pool.cycle();
  }

  private void assertStopped(boolean stopped) {
    assertThat(pool.workers).allMatch(worker -> worker.stopped == stopped);
  }

  private void sayGoodbye() {
    pool.workers.forEach(ScriptedWorker::bye);
    pool.cycle();
  }

  private List<TaskListener> listenersOf(List<DispatchTask> tasks) {
    return tasks.stream().<TaskListener>map(DispatchTask::listener).toList();
  }

  @Test
  void tasksFinishBeforeTheWorkersAreStopped() {
    pool.submit(1_500);
    shutdown(false);
    assertThat(answers).containsExactly(List.of());
    assertStopped(false);

    pool.playAll(SHORT_NANOS);

    pool.assertEveryListenerWasToldOnce("ended");
    assertStopped(true);
    assertThat(pool.backend.isDisconnected()).isFalse();
    assertThat(pool.endEvents).isEmpty();
  }

  @Test
  void poolLeavesOnceEveryWorkerHasSaidGoodbye() {
    shutdown(false);
    assertStopped(true);
    pool.worker(1).bye();
    pool.cycle();
    assertThat(pool.backend.isDisconnected()).isFalse();

    pool.worker(0).bye();
    pool.cycle();

    assertThat(pool.backend.isDisconnected()).isTrue();
    assertThat(pool.dispatcher.isFinished()).isTrue();
    assertThat(pool.endEvents).containsExactly("well");
  }

  @Test
  void poolWaitsForItsSendsBeforeItDisconnects() {
    pool.backend.holdSends();
    shutdown(false);
    sayGoodbye();
    assertThat(pool.backend.isDisconnected()).isFalse();
    assertThat(pool.dispatcher.nanosToNextDeadline()).isEqualTo(1_000_000);

    pool.backend.completeSends();
    pool.cycle();

    assertThat(pool.backend.isDisconnected()).isTrue();
  }

  @Test
  void endIsToldWhenTheWorkersProcessesAreGone() {
    pool.processes = DispatchSettings.ProcessState.RUNNING;
    shutdown(false);
    sayGoodbye();
    assertThat(pool.backend.isDisconnected()).isTrue();
    assertThat(pool.endEvents).isEmpty();
    assertThat(pool.dispatcher.nanosToNextDeadline()).isEqualTo(2_000_000);

    pool.processes = DispatchSettings.ProcessState.ENDED;
    pool.cycle();

    assertThat(pool.endEvents).containsExactly("well");
  }

  @Test
  void processesThatStayAreEndedByForceAfterTenSeconds() {
    pool.processes = DispatchSettings.ProcessState.RUNNING;
    shutdown(false);
    sayGoodbye();
    pool.processOf.put(0, DispatchSettings.ProcessState.ENDED);
    pool.clock.advance(Duration.ofSeconds(10).minusNanos(1));
    pool.cycle();
    assertThat(pool.dispatcher.isFinished()).isFalse();
    assertThat(pool.killed).isEmpty();

    pool.clock.advance(Duration.ofNanos(1));
    pool.cycle();

    assertThat(pool.endEvents).containsExactly("well");
    assertThat(pool.killed).containsExactly(1);
  }

  @Test
  void processesOfWorkersThatThePoolDidNotStartAreLeftToGoOn() {
    DispatcherFixture shared = DispatcherFixture.shared(2);
    shared.processes = DispatchSettings.ProcessState.RUNNING;
    shared.dispatcher.close();
    shared.cycle();
    shared.workers.forEach(ScriptedWorker::bye);
    shared.cycle();

    assertThat(shared.finished).isTrue();
    assertThat(shared.killed).isEmpty();
  }

  @Test
  void shutdownDuringTheGreetingRunsTheTasksFirst() {
    DispatcherFixture greeting = new DispatcherFixture(1);
    greeting.submit(3);
    greeting.dispatcher.shutdown(greeting.session, false, answers::add);
    greeting.cycle();
    assertThat(greeting.worker(0).stopped).isFalse();

    greeting.worker(0).hello();
    greeting.playAll(SHORT_NANOS);

    greeting.assertEveryListenerWasToldOnce("ended");
    assertThat(greeting.worker(0).stopped).isTrue();
  }

  @Test
  void cancellingTakesTheTasksThatNoWorkerHas() {
    pool.submit(1_024);
    pool.cycle();
    List<DispatchTask> waiting = pool.submit(5);
    pool.cycle();
    List<DispatchTask> queued = pool.submit(5);
    shutdown(true);
    pool.workers.forEach(worker -> worker.answerRecall(List.of(), worker.taskIds()));
    pool.cycle();

    List<TaskListener> cancelled = new ArrayList<>(listenersOf(waiting));
    cancelled.addAll(listenersOf(queued));
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).containsExactlyElementsOf(cancelled);
    pool.playAll(SHORT_NANOS);
    assertThat(cancelled).allMatch(listener -> calls(listener).equals(List.of("cancelled")));
    pool.listeners.values().removeAll(cancelled);
    pool.assertEveryListenerWasToldOnce("ended");
    assertStopped(true);
  }

  private static List<String> calls(TaskListener listener) {
    return ((RecordingListener) listener).calls;
  }

  @Test
  void cancellingTakesTheTasksThatNoWorkerHasBegun() {
    List<DispatchTask> tasks = pool.submit(8);
    pool.cycle();
    shutdown(true);
    assertThat(answers).isEmpty();
    List<TaskListener> begun = new ArrayList<>();
    for (ScriptedWorker worker : pool.workers) {
      List<Long> held = worker.taskIds();
      assertThat(worker.recalls).hasSize(4);
      begun.add(pool.listeners.get(held.get(0)));
      worker.answerRecall(List.of(), held.subList(0, 1));
      held.subList(1, 4).forEach(id -> worker.answerRecall(List.of(id), List.of()));
    }
    pool.cycle();

    List<TaskListener> cancelled = new ArrayList<>(listenersOf(tasks));
    cancelled.removeAll(begun);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0)).containsExactlyInAnyOrderElementsOf(cancelled);
    assertStopped(false);
    pool.playAll(SHORT_NANOS);
    assertThat(begun).allMatch(listener -> calls(listener).equals(List.of("ended")));
    assertThat(cancelled).allMatch(listener -> calls(listener).equals(List.of("cancelled")));
    assertStopped(true);
  }

  @Test
  void taskCancelledByItsOwnerAndTheShutdownIsToldOnceOfTheLatter() {
    DispatchTask task = pool.submit();
    pool.cycle();
    List<Boolean> withdrawals = new ArrayList<>();
    pool.dispatcher.withdraw(task, withdrawals::add);
    shutdown(true);
    ScriptedWorker worker =
        pool.workers.stream().filter(w -> !w.tasks.isEmpty()).findFirst().orElseThrow();
    worker.answerRecall(List.of(task.id()), List.of());
    worker.answerRecall(List.of(), List.of(task.id()));
    pool.cycle();

    assertThat(withdrawals).containsExactly(true);
    assertThat(answers).hasSize(1);
    assertThat(pool.listener(task).calls).hasSizeLessThanOrEqualTo(1);
    assertStopped(true);
  }

  @Test
  void tasksOfferedBeforeTheStopStillRun() {
    pool.submit();
    shutdown(false);
    pool.submit(3);
    pool.playAll(SHORT_NANOS);

    pool.assertEveryListenerWasToldOnce("ended");
    assertStopped(true);
  }

  @Test
  void tasksOfferedAfterTheStopAreGivenBack() {
    shutdown(false);
    RecordingListener listener = new RecordingListener();
    DispatchTask late =
        new DispatchTask(9_999, Payload.ofBytes(new byte[0]), TaskTerms.NONE, listener);

    assertThat(pool.queue.offer(late)).isFalse();
    sayGoodbye();
    assertThat(listener.calls).isEmpty();
    assertThat(pool.endEvents).containsExactly("well");
  }

  @Test
  void endOfTheJvmCancelsWhatHasNotBegun() {
    DispatchTask task = pool.submit();
    pool.dispatcher.endSoon();
    pool.cycle();

    assertThat(pool.listener(task).calls).containsExactly("cancelled");
    assertStopped(true);
  }

  @Test
  void failureCompletesEveryTaskOnce() {
    List<DispatchTask> done = pool.submit(10);
    pool.playAll(SHORT_NANOS);
    pool.submit(1_100);
    pool.cycle();
    pool.submit(7);
    IllegalStateException cause = new IllegalStateException("the cable is cut");
    pool.dispatcher.fail(cause);
    pool.dispatcher.fail(new IllegalStateException("again"));

    for (DispatchTask task : done) {
      RecordingListener listener = pool.listeners.remove(task.id());
      assertThat(listener).isNotNull();
      assertThat(listener.calls).containsExactly("ended");
    }
    pool.assertEveryListenerWasToldOnce("lost");
    assertThat(pool.listeners.values()).allMatch(listener -> listener.cause == cause);
    assertThat(pool.endEvents).containsExactly(cause);
    assertThat(pool.dispatcher.isFinished()).isTrue();
    assertThat(
            pool.queue.offer(
                new DispatchTask(
                    1, Payload.ofBytes(new byte[0]), TaskTerms.NONE, new RecordingListener())))
        .isFalse();
  }

  @Test
  void failureDuringACancellingShutdownAnswersIt() {
    List<DispatchTask> sent = pool.submit(2);
    pool.cycle();
    shutdown(true);
    assertThat(answers).isEmpty();
    pool.dispatcher.fail(new IllegalStateException("gone"));

    assertThat(answers).containsExactly(List.of());
    assertThat(sent).allMatch(task -> pool.listener(task).calls.equals(List.of("lost")));
  }

  @Test
  void shutdownOfAFinishedPoolIsAnswered() {
    pool.dispatcher.fail(new IllegalStateException("gone"));
    pool.dispatcher.shutdown(pool.session, true, answers::add);

    assertThat(answers).containsExactly(List.of());
  }

  @Test
  void aWorkerThatSendsNonsenseWhileItStopsIsNotWaitedFor() {
    shutdown(false);
    pool.worker(0).sendFrameOfBytes(new byte[3]);
    pool.cycle();
    pool.worker(1).bye();
    pool.cycle();

    assertThat(pool.endEvents).containsExactly("well");
  }

  @Test
  void workersWhoseProcessesHaveEndedBreakThePoolAtTheSecondLook() {
    pool.submit(3);
    pool.cycle();
    pool.processes = DispatchSettings.ProcessState.ENDED;
    pool.clock.advance(Duration.ofNanos(WorkerWatch.LOOK_NANOS));
    pool.cycle();
    assertThat(pool.dispatcher.isFinished()).isFalse();
    assertThat(pool.dispatcher.nanosToNextDeadline()).isEqualTo(WorkerWatch.LOOK_NANOS);
    pool.clock.advance(Duration.ofNanos(WorkerWatch.LOOK_NANOS));
    pool.cycle();

    pool.assertBroken("RP-229: all workers were lost");
    pool.assertEveryListenerWasToldOnce("lost");
  }

  @Test
  void workerWhoseProcessEndsBeforeItsGoodbyeDoesNotHoldUpTheEnd() {
    shutdown(false);
    pool.processes = DispatchSettings.ProcessState.ENDED;
    for (int look = 0; look < 2; look++) {
      pool.clock.advance(Duration.ofSeconds(1));
      pool.cycle();
    }

    assertThat(pool.endEvents).containsExactly("well");
    assertThat(pool.backend.isAbandoned()).isTrue();
  }

  @Test
  void workersThatNeverSpeakAreGivenUpAfterTwoMinutes() {
    DispatcherFixture silent = new DispatcherFixture(2);
    silent.submit(3);
    silent.clock.advance(Duration.ofMinutes(2).plusNanos(1));
    silent.cycle();

    silent.assertBroken("RP-508: only 0 of 2 workers");
    silent.assertEveryListenerWasToldOnce("lost");
  }
}
