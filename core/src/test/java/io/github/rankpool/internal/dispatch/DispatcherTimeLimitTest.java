package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class DispatcherTimeLimitTest {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);

  private ScriptedWorker holder(DispatchTask task) {
    return pool.worker(0).tasks.containsKey(task.id()) ? pool.worker(0) : pool.worker(1);
  }

  private DispatchTask submitLimited(Duration grace) {
    pool.terms = new TaskTerms(0, LIMIT.toNanos(), grace.toNanos());
    DispatchTask task = pool.submit();
    pool.terms = TaskTerms.NONE;
    pool.cycle();
    return task;
  }

  private void timeOut(DispatchTask task) {
    holder(task).timeOut(task.id());
    pool.cycle();
  }

  private void assertTimedOut(DispatchTask task) {
    assertThat(pool.listener(task).calls).containsExactly("ended");
    assertThat(pool.listener(task).outcome).isEqualTo(Outcome.TIMED_OUT);
  }

  @Test
  void theLimitTravelsWithItsTaskAndWithNoOther() {
    DispatchTask limited = submitLimited(Duration.ZERO);
    DispatchTask other = pool.submit();
    pool.cycle();

    assertThat(holder(limited).limits).containsEntry(limited.id(), LIMIT.toNanos());
    assertThat(holder(other).limits).containsEntry(other.id(), 0L);
  }

  @Test
  void theFutureIsDoneAtOnceAndOnlyOnceThoughTheTaskGoesOn() {
    DispatchTask task = submitLimited(Duration.ZERO);
    timeOut(task);
    assertTimedOut(task);

    holder(task).finishAll(DispatcherFixture.LONG_NANOS);
    pool.cycle();

    assertTimedOut(task);
    assertThat(pool.leftEvents).isEmpty();
  }

  @Test
  void whatWaitsBehindItIsTakenBackAndRunElsewhere() {
    DispatchTask task = submitLimited(Duration.ZERO);
    ScriptedWorker busy = holder(task);
    List<DispatchTask> others = pool.submit(40);
    pool.cycle();
    List<Long> behind = busy.taskIds().stream().filter(id -> id != task.id()).toList();
    assertThat(behind).isNotEmpty();
    timeOut(task);
    assertThat(busy.recalls).anySatisfy(ids -> assertThat(ids).containsExactly(longs(behind)));
    busy.answerRecall(behind, List.of());
    ScriptedWorker idle = pool.worker(1 - busy.rank);
    for (int i = 0; i < 20; i++) {
      pool.cycle();
      idle.finishAll(DispatcherFixture.SHORT_NANOS);
    }
    pool.cycle();

    assertThat(others).allMatch(other -> pool.listener(other).calls.equals(List.of("ended")));
    assertThat(busy.taskIds()).containsExactly(task.id());
  }

  @Test
  void nothingIsSentBehindItUntilItEnds() {
    DispatchTask task = submitLimited(Duration.ZERO);
    ScriptedWorker busy = holder(task);
    timeOut(task);
    pool.submit(40);
    pool.cycle();
    assertThat(busy.taskIds()).containsExactly(task.id());
    assertThat(pool.worker(1 - busy.rank).tasks).hasSize(40);
    busy.finishAll(DispatcherFixture.SHORT_NANOS);
    pool.submit(40);
    pool.cycle();

    assertThat(busy.tasks).isNotEmpty();
  }

  private static long[] longs(List<Long> ids) {
    return ids.stream().mapToLong(Long::longValue).toArray();
  }

  @Test
  void aWorkerWhoseTaskDoesNotEndInTimeIsGivenUp() {
    pool.processes = DispatchSettings.ProcessState.RUNNING;
    DispatchTask task = submitLimited(GRACE);
    int rank = holder(task).rank;
    timeOut(task);
    assertThat(pool.dispatcher.nanosToNextDeadline()).isLessThanOrEqualTo(GRACE.toNanos());
    pool.clock.advance(GRACE.minusNanos(1));
    pool.cycle();
    assertThat(pool.leftEvents).isEmpty();
    pool.clock.advance(Duration.ofNanos(1));
    pool.cycle();

    assertThat(pool.leftEvents).containsExactly(1);
    assertThat(pool.killed).containsExactly(rank);
    assertTimedOut(task);
    DispatchTask next = pool.submit();
    pool.worker(rank).tasks.clear();
    pool.playAll(DispatcherFixture.SHORT_NANOS);
    assertThat(pool.listener(next).calls).containsExactly("ended");
  }

  @Test
  void aWorkerThatCannotBeEndedFromHereIsTold() {
    DispatchTask task = submitLimited(GRACE);
    ScriptedWorker holder = holder(task);
    timeOut(task);
    pool.clock.advance(GRACE);
    pool.cycle();

    assertThat(pool.leftEvents).containsExactly(1);
    assertThat(pool.killed).isEmpty();
    assertThat(holder.dismissed).isTrue();
  }

  @Test
  void aWorkerWhoseTaskEndsInTimeStays() {
    DispatchTask task = submitLimited(GRACE);
    timeOut(task);
    holder(task).finishAll(DispatcherFixture.LONG_NANOS);
    pool.cycle();
    pool.clock.advance(GRACE.multipliedBy(2));
    pool.cycle();

    assertThat(pool.leftEvents).isEmpty();
    assertTimedOut(task);
  }

  @Test
  void withoutAGraceAWorkerIsWaitedForAsLongAsItTakes() {
    DispatchTask task = submitLimited(Duration.ZERO);
    timeOut(task);
    pool.clock.advance(Duration.ofDays(1));
    pool.cycle();

    assertThat(pool.leftEvents).isEmpty();
    assertTimedOut(task);
  }

  @Test
  void aMemberThatTakesTooLongFailsItsParallelTaskAndTheOthersAreInterrupted() {
    pool.terms = new TaskTerms(0, LIMIT.toNanos(), 0);
    List<DispatchTask> members = pool.submitParallel(2);
    pool.cycle();
    timeOut(members.get(1));

    assertTimedOut(members.get(1));
    assertThat(holder(members.get(0)).interrupts).contains(members.get(0).id());
    holder(members.get(0)).failTask(members.get(0).id());
    holder(members.get(1)).failTask(members.get(1).id());
    pool.cycle();
    assertThat(pool.listener(members.get(0)).calls).isEmpty();
    assertTimedOut(members.get(1));
  }

  @Test
  void aTaskThatTimedOutIsNotTriedAgainWhenItsWorkerIsLost() {
    pool.terms = new TaskTerms(5, LIMIT.toNanos(), 0);
    DispatchTask task = pool.submit();
    pool.cycle();
    int rank = holder(task).rank;
    timeOut(task);
    pool.backend.lose(rank);
    pool.cycle();

    assertTimedOut(task);
    assertThat(pool.worker(1 - rank).tasks).doesNotContainKey(task.id());
  }

  @Test
  void closeWaitsForTheTaskAsForAnyThatRuns() {
    DispatchTask task = submitLimited(Duration.ZERO);
    timeOut(task);
    pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
    pool.cycle();
    assertThat(pool.workers).noneMatch(worker -> worker.stopped);
    holder(task).finishAll(DispatcherFixture.LONG_NANOS);
    pool.cycle();

    assertThat(pool.workers).allMatch(worker -> worker.stopped);
  }
}
