package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.comm.Expectation;
import io.github.rankpool.internal.wire.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tasks that are cancelled by those who handed them in. */
class DispatcherWithdrawalTest {
  private final DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);
  private final List<Boolean> answers = new ArrayList<>();

  private ScriptedWorker holder(DispatchTask task) {
    return pool.workers.stream()
        .filter(worker -> worker.tasks.containsKey(task.id()))
        .findFirst()
        .orElseThrow();
  }

  private void withdraw(DispatchTask task) {
    pool.dispatcher.withdraw(task, answers::add);
    pool.cycle();
  }

  private DispatchTask sentTask() {
    DispatchTask task = pool.submit();
    pool.cycle();
    assertThat(holder(task)).isNotNull();
    return task;
  }

  @Test
  void queuedTaskIsTakenAtOnceAndNeverSent() {
    DispatchTask task = pool.submit();
    pool.dispatcher.withdraw(task, answers::add);

    assertThat(answers).containsExactly(true);
    pool.playAll(SHORT_NANOS);
    assertThat(pool.tasksPerWorker()).containsExactly(0, 0);
    // Whoever withdraws a task sees to its listener.
    assertThat(pool.listener(task).calls).isEmpty();
  }

  @Test
  void taskThatWaitsForRoomIsTakenAtOnce() {
    pool.submit(1024);
    DispatchTask task = pool.submit();
    pool.cycle();
    pool.dispatcher.withdraw(task, answers::add);

    assertThat(answers).containsExactly(true);
    pool.playAll(SHORT_NANOS);
    assertThat(pool.listener(task).calls).isEmpty();
    pool.listeners.remove(task.id());
    pool.assertEveryListenerWasToldOnce("ended");
  }

  @Test
  void taskThatWasSentAndHasNotBegunIsTakenAfterARoundTrip() {
    DispatchTask task = sentTask();
    ScriptedWorker worker = holder(task);
    withdraw(task);
    assertThat(answers).isEmpty();
    assertThat(worker.recalls).hasSize(1);
    assertThat(worker.recalls.get(0)).containsExactly(task.id());

    worker.answerRecall(List.of(task.id()), List.of());
    pool.cycle();

    assertThat(answers).containsExactly(true);
    assertThat(pool.tasksPerWorker()).containsExactly(0, 0);
    assertThat(pool.listener(task).calls).isEmpty();
    assertThat(pool.dispatcher.expectation()).isEqualTo(Expectation.NOTHING);
  }

  @Test
  void taskThatHasBegunRunsToItsEnd() {
    DispatchTask task = sentTask();
    ScriptedWorker worker = holder(task);
    withdraw(task);
    worker.answerRecall(List.of(), List.of(task.id()));
    pool.cycle();
    assertThat(answers).containsExactly(false);
    assertThat(pool.listener(task).calls).isEmpty();

    worker.finishAll(SHORT_NANOS);
    pool.cycle();

    assertThat(pool.listener(task).calls).containsExactly("ended");
  }

  @Test
  void resultThatOvertakesTheAnswerCounts() {
    DispatchTask task = sentTask();
    ScriptedWorker worker = holder(task);
    withdraw(task);
    worker.finishAll(SHORT_NANOS);
    pool.cycle();
    assertThat(pool.listener(task).calls).containsExactly("ended");
    assertThat(answers).isEmpty();
    // No task is out any more, but somebody waits for the answer: polling must go on.
    assertThat(pool.dispatcher.expectation()).isEqualTo(Expectation.SOON);

    worker.answerRecall(List.of(), List.of(task.id()));
    pool.cycle();

    assertThat(answers).containsExactly(false);
    assertThat(pool.dispatcher.expectation()).isEqualTo(Expectation.NOTHING);
    assertThat(pool.listener(task).calls).containsExactly("ended");
  }

  @Test
  void everyoneWhoAskedGetsTheAnswer() {
    DispatchTask task = sentTask();
    ScriptedWorker worker = holder(task);
    withdraw(task);
    withdraw(task);
    withdraw(task);
    worker.answerRecall(List.of(task.id()), List.of());
    worker.answerRecall(List.of(), List.of(task.id()));
    worker.answerRecall(List.of(), List.of(task.id()));
    pool.cycle();

    assertThat(answers).containsExactly(true, true, true);
    assertThat(pool.listener(task).calls).isEmpty();
  }

  @Test
  void finishedTaskIsNotTaken() {
    DispatchTask task = sentTask();
    pool.playAll(SHORT_NANOS);
    withdraw(task);

    assertThat(answers).containsExactly(false);
    assertThat(pool.listener(task).calls).containsExactly("ended");
  }

  @Test
  void taskThatIsOnItsWayBackToTheQueueIsTaken() {
    List<DispatchTask> tasks = pool.submit(20);
    pool.cycle();
    ScriptedWorker stuck = pool.worker(1);
    List<Long> held = stuck.taskIds();
    pool.worker(0).finishAll(SHORT_NANOS);
    pool.cycle();
    pool.clock.advance(Duration.ofMillis(2));
    pool.cycle();
    DispatchTask newest =
        tasks.stream().filter(task -> task.id() == held.get(9)).findFirst().orElseThrow();
    withdraw(newest);
    assertThat(stuck.recalls).hasSize(2);

    stuck.answerRecall(held.subList(5, 10), List.of());
    stuck.answerRecall(List.of(), held.subList(9, 10));
    pool.cycle();

    assertThat(answers).containsExactly(true);
    assertThat(pool.worker(0).taskIds()).isEqualTo(held.subList(5, 9));
    pool.playAll(SHORT_NANOS);
    assertThat(pool.listener(newest).calls).isEmpty();
    pool.listeners.remove(newest.id());
    pool.assertEveryListenerWasToldOnce("ended");
  }

  @Test
  void failureOfThePoolAnswersToo() {
    DispatchTask task = sentTask();
    withdraw(task);
    pool.dispatcher.fail(new IllegalStateException("gone"));

    assertThat(answers).containsExactly(false);
    assertThat(pool.listener(task).calls).containsExactly("lost");
    withdraw(task);
    assertThat(answers).containsExactly(false, false);
  }

  @Test
  void answerThatNobodyAskedForIsHarmless() {
    DispatchTask task = sentTask();
    holder(task).answerRecall(List.of(99L), List.of(98L));
    pool.cycle();
    pool.playAll(SHORT_NANOS);

    assertThat(pool.dispatcher.isFinished()).isFalse();
    assertThat(pool.listener(task).calls).containsExactly("ended");
  }

  @Test
  void resultThatNobodyWaitsForIsHarmless() {
    pool.worker(0).finish(12_345, SHORT_NANOS, Payload.ofBytes(new byte[0]));
    pool.cycle();
    sentTask();
    pool.playAll(SHORT_NANOS);

    pool.assertEveryListenerWasToldOnce("ended");
  }
}
