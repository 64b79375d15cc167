package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Groups;
import io.github.rankpool.internal.wire.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tasks that several workers run together. */
class DispatcherParallelTest {
  private final DispatcherFixture pool = DispatcherFixture.running(3);

  private ScriptedWorker holder(DispatchTask task) {
    return pool.workers.stream()
        .filter(worker -> worker.tasks.containsKey(task.id()))
        .findFirst()
        .orElseThrow();
  }

  /** Who runs a member's task, as its worker was told. */
  private Groups.Group group(DispatchTask member) {
    return Objects.requireNonNull(holder(member).groups.get(member.id()));
  }

  private List<String> calls(DispatchTask task) {
    return pool.listener(task).calls;
  }

  @Test
  void everyRankGetsItsPartAndIsToldOfTheOthers() {
    List<DispatchTask> members = pool.submitParallel(3);
    pool.cycle();

    assertThat(pool.tasksPerWorker()).containsExactly(1, 1, 1);
    for (int rank = 0; rank < 3; rank++) {
      ScriptedWorker worker = holder(members.get(rank));
      int[] ranks = group(members.get(rank)).ranks();
      assertThat(ranks).hasSize(3);
      assertThat(ranks[rank]).isEqualTo(worker.rank);
    }
  }

  @Test
  void itWaitsForEnoughIdleWorkersAndHoldsBackWhatComesBehindIt() {
    DispatchTask single = pool.submit();
    pool.cycle();
    List<DispatchTask> members = pool.submitParallel(3);
    DispatchTask behind = pool.submit();
    pool.cycle();
    assertThat(pool.tasksPerWorker().stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);

    holder(single).finish(single.id(), SHORT_NANOS, Payload.ofBytes(new byte[0]));
    pool.cycle();
    assertThat(pool.tasksPerWorker()).containsExactly(1, 1, 1);
    members.forEach(member -> assertThat(holder(member).groups).containsKey(member.id()));

    pool.playAll(SHORT_NANOS);
    assertThat(calls(behind)).containsExactly("ended");
    pool.assertEveryListenerWasToldOnce("ended");
  }

  @Test
  void twoSmallOnesRunAtTheSameTimeUnderDifferentNumbers() {
    List<DispatchTask> one = pool.submitParallel(1);
    List<DispatchTask> two = pool.submitParallel(2);
    pool.cycle();

    assertThat(pool.tasksPerWorker()).containsExactly(1, 1, 1);
    assertThat(group(one.get(0)).number()).isNotEqualTo(group(two.get(0)).number());
  }

  @Test
  void theFirstFailureIsToldAndTheOtherRanksAreInterrupted() {
    List<DispatchTask> members = pool.submitParallel(3);
    pool.cycle();
    ScriptedWorker first = holder(members.get(0));
    ScriptedWorker second = holder(members.get(1));
    ScriptedWorker third = holder(members.get(2));
    second.failTask(members.get(1).id());
    pool.cycle();

    assertThat(first.interrupts).containsExactly(members.get(0).id());
    assertThat(third.interrupts).containsExactly(members.get(2).id());
    assertThat(second.interrupts).isEmpty();
    first.failTask(members.get(0).id());
    third.finish(members.get(2).id(), SHORT_NANOS, Payload.ofBytes(new byte[0]));
    pool.cycle();
    assertThat(calls(members.get(1))).containsExactly("ended");
    assertThat(calls(members.get(0))).isEmpty();
    assertThat(pool.tasksPerWorker()).containsExactly(0, 0, 0);
  }

  @Test
  void moreRanksThanWorkersFailAtOnce() {
    List<DispatchTask> members = pool.submitParallel(4);
    DispatchTask behind = pool.submit();
    pool.playAll(SHORT_NANOS);

    assertThat(calls(members.get(0))).containsExactly("lost");
    assertThat(pool.listener(members.get(0)).cause).isInstanceOf(TooFewWorkersException.class);
    assertThat(calls(behind)).containsExactly("ended");
  }

  @Test
  void itCanBeWithdrawnUntilItsRanksAreChosen() {
    pool.submit();
    pool.cycle();
    List<DispatchTask> members = pool.submitParallel(3);
    pool.cycle();
    List<Boolean> answers = new ArrayList<>();
    pool.dispatcher.withdraw(members.get(0), answers::add);
    pool.playAll(SHORT_NANOS);
    List<DispatchTask> others = pool.submitParallel(2);
    pool.cycle();
    pool.dispatcher.withdraw(others.get(0), answers::add);

    assertThat(answers).containsExactly(true, false);
    assertThat(pool.workers).allMatch(worker -> !worker.groups.containsKey(members.get(0).id()));
  }

  @Test
  void aLostConnectionFailsEveryRankOnce() {
    List<DispatchTask> members = pool.submitParallel(2);
    pool.cycle();
    pool.dispatcher.fail(new IllegalStateException("the cable is cut"));

    members.forEach(member -> assertThat(calls(member)).containsExactly("lost"));
  }
}
