package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.comm.Expectation;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.MpiException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that die, at every bad moment: their tasks fail, and the others go on. */
class DispatcherLossTest {
  private static void lose(DispatcherFixture pool, int... ranks) {
    for (int rank : ranks) {
      pool.backend.lose(rank);
      pool.worker(rank).tasks.clear();
    }
    pool.cycle();
  }

  private static ScriptedWorker holder(DispatcherFixture pool, DispatchTask task) {
    return pool.workers.stream()
        .filter(worker -> worker.tasks.containsKey(task.id()))
        .findFirst()
        .orElseThrow();
  }

  /** What a rank throws that waits for one that has died. */
  private static MpiException rankIsGone() {
    return new MpiException("RP-313", "rank 1 has ended");
  }

  private static void failWith(DispatcherFixture pool, DispatchTask member, Exception thrown) {
    ScriptedWorker worker = holder(pool, member);
    worker.tasks.remove(member.id());
    worker.sendFrameOfBytes(
        worker.frame(
            FrameType.RESULTS,
            new TaskRecord(member.id(), Outcome.THROWN, 1, RemoteFailure.of(thrown).toPayload())));
  }

  private static List<String> calls(DispatcherFixture pool, DispatchTask task) {
    return pool.listener(task).calls;
  }

  private static void assertLostWith(DispatcherFixture pool, DispatchTask task, int rank) {
    assertThat(calls(pool, task)).containsExactly("lost");
    assertThat(pool.listener(task).cause)
        .isInstanceOfSatisfying(
            WorkerLoss.class,
            loss -> {
              assertThat(loss.worker()).isEqualTo(pool.readyEvents.get(0).get(rank));
              assertThat(loss)
                  .hasMessageStartingWith("RP-228: worker " + rank + " of ")
                  .hasMessageContaining("on host-" + rank + ", pid ")
                  .hasMessageContaining(loss.evidence());
            });
  }

  /** Tasks submitted now all succeed, without the lost workers. */
  private static void assertGoesOn(DispatcherFixture pool, int... lost) {
    pool.listeners.clear();
    pool.submit(20);
    pool.playAll(SHORT_NANOS);
    pool.assertEveryListenerWasToldOnce("ended");
    assertThat(pool.listeners.values())
        .allSatisfy(
            listener -> {
              for (int rank : lost) {
                assertThat(listener.worker).isNotEqualTo(pool.readyEvents.get(0).get(rank));
              }
            });
    assertThat(pool.breakages).isEmpty();
    assertThat(pool.dispatcher.isFinished()).isFalse();
  }

  @Nested
  class Tasks {
    private final DispatcherFixture pool = DispatcherFixture.runningShortTasks(3);

    @Test
    void anIdleWorkerIsMissedByNobody() {
      lose(pool, 1);

      assertThat(pool.leftEvents).containsExactly(2);
      assertGoesOn(pool, 1);
    }

    @Test
    void theTaskThatTheWorkerRanFailsAndNamesIt() {
      DispatchTask task = pool.submit();
      pool.cycle();
      int rank = holder(pool, task).rank;
      lose(pool, rank);

      assertLostWith(pool, task, rank);
      assertGoesOn(pool, rank);
    }

    @Test
    void allTasksOfItsWindowFailAndNoOthers() {
      List<DispatchTask> tasks = pool.submit(30);
      pool.cycle();
      List<Long> held = pool.worker(2).taskIds();
      assertThat(held).hasSize(10);
      lose(pool, 2);
      pool.playAll(SHORT_NANOS);

      for (DispatchTask task : tasks) {
        if (held.contains(task.id())) {
          assertLostWith(pool, task, 2);
        } else {
          assertThat(calls(pool, task)).containsExactly("ended");
        }
      }
      assertGoesOn(pool, 2);
    }

    @Test
    void resultsThatWereSentBeforeTheDeathCount() {
      pool.submit(30);
      pool.cycle();
      pool.worker(0).finishAll(SHORT_NANOS);
      lose(pool, 0);
      pool.playAll(SHORT_NANOS);

      pool.assertEveryListenerWasToldOnce("ended");
      assertThat(pool.leftEvents).containsExactly(2);
    }

    @Test
    void severalAtOnceAreSettledTogether() {
      pool.submit(30);
      pool.cycle();
      lose(pool, 0, 2);
      pool.playAll(SHORT_NANOS);

      assertThat(pool.listeners.values().stream().filter(l -> l.cause instanceof WorkerLoss))
          .hasSize(20);
      assertThat(pool.listeners.values()).allMatch(listener -> listener.calls.size() == 1);
      assertThat(pool.leftEvents).containsExactly(1);
      assertGoesOn(pool, 0, 2);
    }

    @Test
    void aWorkerIsLostOnce() {
      lose(pool, 1);
      pool.cycle();
      lose(pool, 2);

      assertThat(pool.leftEvents).containsExactly(2, 1);
    }

    @Test
    void thatItsProcessHasEndedAsWellMakesNoDifference() {
      DispatcherFixture small = DispatcherFixture.running(2);
      small.submit(2);
      small.cycle();
      small.processOf.put(0, DispatchSettings.ProcessState.ENDED);
      small.clock.advance(Duration.ofSeconds(1));
      small.cycle();
      lose(small, 0);
      small.clock.advance(Duration.ofSeconds(1));
      small.cycle();

      assertGoesOn(small, 0);
    }
  }

  @Nested
  class TakingBack {
    private final DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);
    private final List<Boolean> answers = new ArrayList<>();

    private List<DispatchTask> recalled() {
      List<DispatchTask> tasks = pool.submit(20);
      pool.cycle();
      pool.worker(0).finishAll(SHORT_NANOS);
      pool.cycle();
      pool.clock.advance(Duration.ofMillis(2));
      pool.cycle();
      assertThat(pool.worker(1).recalls).hasSize(1);
      return tasks;
    }

    @Test
    void aRecallThatIsNeverAnsweredHoldsUpNothing() {
      recalled();
      lose(pool, 1);

      assertThat(pool.listeners.values()).allMatch(listener -> listener.calls.size() == 1);
      assertThat(pool.listeners.values().stream().filter(l -> l.cause instanceof WorkerLoss))
          .hasSize(10);
      assertThat(pool.dispatcher.expectation()).isEqualTo(Expectation.NOTHING);
      assertGoesOn(pool, 1);
    }

    @Test
    void tasksKnownToBeTakenBackRunElsewhere() {
      recalled();
      List<Long> held = pool.worker(1).taskIds();
      pool.worker(1).answerRecall(held.subList(5, 10), List.of());
      lose(pool, 1);
      pool.playAll(SHORT_NANOS);

      assertThat(pool.listeners.values().stream().filter(l -> l.cause instanceof WorkerLoss))
          .hasSize(5);
      assertThat(pool.listeners.values().stream().filter(l -> l.calls.equals(List.of("ended"))))
          .hasSize(15);
    }

    @Test
    void aCancellationIsAnsweredAndTheTaskFails() {
      DispatchTask task = pool.submit();
      pool.cycle();
      int rank = holder(pool, task).rank;
      pool.dispatcher.withdraw(task, answers::add);
      pool.dispatcher.withdraw(task, answers::add);
      lose(pool, rank);

      assertThat(answers).containsExactly(false, false);
      assertLostWith(pool, task, rank);
      assertThat(pool.dispatcher.expectation()).isEqualTo(Expectation.NOTHING);
    }

    @Test
    void soIsOneOfATaskWhoseResultCameBeforeTheAnswer() {
      DispatchTask task = pool.submit();
      pool.cycle();
      ScriptedWorker worker = holder(pool, task);
      pool.dispatcher.withdraw(task, answers::add);
      worker.finishAll(SHORT_NANOS);
      lose(pool, worker.rank);

      assertThat(answers).containsExactly(false);
      assertThat(calls(pool, task)).containsExactly("ended");
      assertThat(pool.dispatcher.expectation()).isEqualTo(Expectation.NOTHING);
    }

    @Test
    void aCancellingShutdownIsAnsweredAndThePoolEnds() {
      pool.submit(20);
      pool.cycle();
      List<List<TaskListener>> cancelled = new ArrayList<>();
      pool.dispatcher.shutdown(pool.session, true, cancelled::add);
      pool.cycle();
      lose(pool, 0);
      assertThat(cancelled).isEmpty();
      pool.worker(1).answerRecall(pool.worker(1).taskIds(), List.of());
      pool.cycle();
      assertThat(cancelled).hasSize(1);
      assertThat(cancelled.get(0)).hasSize(10);
      pool.worker(1).bye();
      pool.cycle();

      assertThat(pool.endEvents).containsExactly("well");
      assertThat(pool.listeners.values()).allMatch(listener -> listener.calls.size() == 1);
    }
  }

  @Nested
  class Setups {
    private final DispatcherFixture pool = DispatcherFixture.shared(3);
    private final SessionFixture session = new SessionFixture(pool, 1, true);

    @Test
    void theSetupOfALostWorkerIsNotWaitedFor() {
      session.submit(4);
      pool.cycle();
      pool.worker(0).answerSetup(session.id(), Outcome.VALUE);
      pool.worker(1).answerSetup(session.id(), Outcome.VALUE);
      pool.cycle();
      assertThat(session.ready).isZero();
      lose(pool, 2);
      pool.playAll(SHORT_NANOS);

      assertThat(session.ready).isOne();
      assertThat(session.leftEvents).isEmpty();
      assertThat(session.calls()).hasSize(4).allMatch(List.of("ended")::equals);
    }

    @Test
    void thatOfTheOthersStillIs() {
      pool.cycle();
      pool.worker(0).answerSetup(session.id(), Outcome.VALUE);
      pool.cycle();
      lose(pool, 0);
      assertThat(session.ready).isZero();
      pool.worker(1).answerSetup(session.id(), Outcome.VALUE);
      pool.worker(2).answerSetup(session.id(), Outcome.VALUE);
      pool.cycle();

      assertThat(session.ready).isOne();
    }

    @Test
    void aSessionOfLaterIsSetUpByThoseThatAreLeft() {
      pool.cycle();
      lose(pool, 1);
      SessionFixture late = new SessionFixture(pool, 2, true);
      pool.cycle();
      pool.worker(0).answerSetup(late.id(), Outcome.VALUE);
      pool.worker(2).answerSetup(late.id(), Outcome.VALUE);
      pool.cycle();
      assertThat(late.ready).isOne();
      pool.dispatcher.shutdown(late.session, false, cancelled -> {});
      pool.cycle();

      assertThat(late.ends).containsExactly("well");
      assertThat(pool.worker(0).forgotten).containsExactly(late.id());
    }

    @Test
    void aSessionThatIsBeingSetUpBreaksWithTheLastWorker() {
      session.submit(2);
      pool.cycle();
      lose(pool, 0, 1, 2);

      assertThat(session.ready).isZero();
      assertThat(session.breakages).hasSize(1);
      assertThat(session.calls()).hasSize(2).allMatch(List.of("lost")::equals);
      assertThat(session.ends).containsExactly("broken");
    }
  }

  @Nested
  class ParallelTasks {
    private final DispatcherFixture pool = DispatcherFixture.running(3);

    @Test
    void aLostMemberIsTheFirstFailureAndTheOthersAreInterrupted() {
      List<DispatchTask> members = pool.submitParallel(3);
      pool.cycle();
      ScriptedWorker dead = holder(pool, members.get(1));
      ScriptedWorker first = holder(pool, members.get(0));
      ScriptedWorker third = holder(pool, members.get(2));
      lose(pool, dead.rank);
      assertThat(first.interrupts).containsExactly(members.get(0).id());
      assertThat(third.interrupts).containsExactly(members.get(2).id());
      first.failTask(members.get(0).id());
      third.failTask(members.get(2).id());
      pool.cycle();

      assertLostWith(pool, members.get(1), dead.rank);
      assertThat(calls(pool, members.get(0))).isEmpty();
      assertThat(calls(pool, members.get(2))).isEmpty();
      assertGoesOn(pool, dead.rank);
    }

    /** The others notice sooner than the master, and fail with what MPI tells them. */
    @ParameterizedTest
    @ValueSource(ints = {3, 100})
    void aLossIsNotHiddenByItsConsequenceThatCameFirst(int workers) {
      DispatcherFixture many = DispatcherFixture.running(workers);
      List<DispatchTask> members = many.submitParallel(3);
      many.cycle();
      many.cycle();
      int dead = holder(many, members.get(1)).rank;
      holder(many, members.get(0)).failTask(members.get(0).id());
      many.backend.lose(dead);
      many.cycle();

      assertLostWith(many, members.get(1), dead);
      assertThat(calls(many, members.get(0))).isEmpty();
      assertThat(calls(many, members.get(2))).isEmpty();
    }

    @Test
    void aLossThatIsNoticedAfterItsConsequenceHasComeIsToldAllTheSame() {
      List<DispatchTask> members = pool.submitParallel(3);
      pool.cycle();
      int dead = holder(pool, members.get(1)).rank;
      failWith(pool, members.get(0), new IllegalStateException("wrapped", rankIsGone()));
      pool.clock.advance(Duration.ofNanos(MemberFailures.NOTICE_NANOS - 1));
      pool.cycle();
      assertThat(calls(pool, members.get(0))).isEmpty();
      lose(pool, dead);

      assertLostWith(pool, members.get(1), dead);
      assertThat(calls(pool, members.get(0))).isEmpty();
      assertGoesOn(pool, dead);
    }

    @Test
    void aWorkerThatIsLostAfterItsPartIsMissedByTheOtherRanks() {
      List<DispatchTask> members = pool.submitParallel(3);
      pool.cycle();
      ScriptedWorker dead = holder(pool, members.get(1));
      dead.finishAll(SHORT_NANOS);
      pool.cycle();
      lose(pool, dead.rank);
      pool.cycle();

      assertLostWith(pool, members.get(0), dead.rank);
      assertThat(calls(pool, members.get(1))).containsExactly("ended");
      assertThat(holder(pool, members.get(0)).interrupts).containsExactly(members.get(0).id());
      assertThat(holder(pool, members.get(2)).interrupts).containsExactly(members.get(2).id());
      pool.playAll(SHORT_NANOS);
      assertThat(calls(pool, members.get(2))).isEmpty();
      assertGoesOn(pool, dead.rank);
    }

    @Test
    void aMemberThatSpeaksOfALossThatNobodyNoticesFailsWithThat() {
      List<DispatchTask> members = pool.submitParallel(2);
      pool.cycle();
      failWith(pool, members.get(0), rankIsGone());
      pool.cycle();
      assertThat(calls(pool, members.get(0))).isEmpty();
      pool.clock.advance(Duration.ofNanos(MemberFailures.NOTICE_NANOS));
      pool.cycle();

      assertThat(calls(pool, members.get(0))).containsExactly("ended");
      assertThat(holder(pool, members.get(1)).interrupts).containsExactly(members.get(1).id());
    }

    @Test
    void aMembersFailureThatWaitsForALossIsNotForgottenWhenThePoolBreaks() {
      List<DispatchTask> members = pool.submitParallel(2);
      pool.cycle();
      failWith(pool, members.get(0), rankIsGone());
      pool.cycle();
      pool.dispatcher.fail(new IllegalStateException("the cable is cut"));

      assertThat(calls(pool, members.get(0))).containsExactly("lost");
    }

    @Test
    void ofAFailureAndALossInTheSameCycleTheLossIsTold() {
      List<DispatchTask> members = pool.submitParallel(3);
      pool.cycle();
      holder(pool, members.get(0)).failTask(members.get(0).id());
      holder(pool, members.get(2)).sendFrameOfBytes(new byte[100]);
      pool.cycle();

      assertThat(calls(pool, members.get(0))).isEmpty();
      assertThat(calls(pool, members.get(2))).containsExactly("lost");
    }

    @Test
    void ofTwoLostMembersOneIsTold() {
      List<DispatchTask> members = pool.submitParallel(3);
      pool.cycle();
      ScriptedWorker left = holder(pool, members.get(1));
      int[] dead = {holder(pool, members.get(0)).rank, holder(pool, members.get(2)).rank};
      lose(pool, dead);

      assertThat(left.interrupts).containsExactly(members.get(1).id());
      assertThat(
              List.of(
                  calls(pool, members.get(0)),
                  calls(pool, members.get(1)),
                  calls(pool, members.get(2))))
          .containsOnlyOnce(List.of("lost"));
      left.failTask(members.get(1).id());
      pool.cycle();
      assertThat(calls(pool, members.get(1))).isEmpty();
      assertGoesOn(pool, dead);
    }

    @Test
    void oneThatWaitsForMoreWorkersThanAreLeftFails() {
      DispatchTask single = pool.submit();
      pool.cycle();
      List<DispatchTask> members = pool.submitParallel(3);
      DispatchTask behind = pool.submit();
      pool.cycle();
      int dead = (holder(pool, single).rank + 1) % 3;
      lose(pool, dead);
      pool.playAll(SHORT_NANOS);

      assertThat(calls(pool, members.get(0))).containsExactly("lost");
      assertThat(pool.listener(members.get(0)).cause)
          .isInstanceOf(TooFewWorkersException.class)
          .hasMessageContaining("has 2 workers");
      assertThat(calls(pool, behind)).containsExactly("ended");
      assertThat(calls(pool, single)).containsExactly("ended");
    }
  }

  @Nested
  class LargePayloads {
    private static final int LARGE = 3 << 20;

    @Test
    void aHalfSentTaskFailsAndDoesNotHoldUpTheOthers() {
      DispatcherFixture pool = DispatcherFixture.running(2);
      pool.backend.holdSends();
      DispatchTask large = pool.submit(Payload.ofBytes(new byte[LARGE]));
      pool.cycle();
      int rank = pool.worker(0).tasks.isEmpty() && pool.worker(0).isReceiving() ? 0 : 1;
      lose(pool, rank);
      assertLostWith(pool, large, rank);
      DispatchTask next = pool.submit(Payload.ofBytes(new byte[LARGE]));
      for (int i = 0; i < 100 && pool.worker(1 - rank).tasks.isEmpty(); i++) {
        pool.cycle();
        pool.backend.completeSends();
      }
      pool.playAll(SHORT_NANOS);

      assertThat(calls(pool, next)).containsExactly("ended");
    }

    @Test
    void aHalfReceivedResultIsNone() {
      DispatcherFixture pool = DispatcherFixture.running(2);
      DispatchTask task = pool.submit();
      pool.cycle();
      ScriptedWorker worker = holder(pool, task);
      worker.beginToFinish(task.id(), Payload.ofBytes(new byte[LARGE]));
      worker.sendChunk(new byte[Frames.MAX_CHUNK_BYTES / 16]);
      pool.cycle();
      assertThat(calls(pool, task)).isEmpty();
      lose(pool, worker.rank);

      assertLostWith(pool, task, worker.rank);
      assertGoesOn(pool, worker.rank);
    }
  }

  @Nested
  class Ends {
    private void shutdown(DispatcherFixture pool) {
      pool.dispatcher.shutdown(pool.session, false, cancelled -> {});
      pool.cycle();
    }

    @Test
    void aLostWorkerIsNotWaitedForAtTheEnd() {
      DispatcherFixture pool = DispatcherFixture.running(2);
      lose(pool, 0);
      shutdown(pool);
      assertThat(pool.worker(0).stopped).isFalse();
      assertThat(pool.worker(1).stopped).isTrue();
      assertThat(pool.endEvents).isEmpty();
      pool.worker(1).bye();
      pool.cycle();

      assertThat(pool.backend.isDisconnected()).isTrue();
      assertThat(pool.endEvents).containsExactly("well");
    }

    @Test
    void norIsOneThatDiesAfterItWasToldToStop() {
      DispatcherFixture pool = DispatcherFixture.running(2);
      pool.backend.holdSends();
      shutdown(pool);
      pool.worker(1).bye();
      pool.cycle();
      lose(pool, 0);
      pool.backend.completeSends();
      pool.cycle();

      assertThat(pool.backend.isDisconnected()).isTrue();
      assertThat(pool.endEvents).containsExactly("well");
      assertThat(pool.breakages).isEmpty();
    }

    @Test
    void aGoodbyeThatCameBeforeTheLossCounts() {
      DispatcherFixture pool = DispatcherFixture.running(1);
      shutdown(pool);
      pool.worker(0).bye();
      lose(pool, 0);

      assertThat(pool.endEvents).containsExactly("well");
    }

    @Test
    void theLastWorkerLostBreaksThePoolWhichNamesAllOfThem() {
      DispatcherFixture pool = DispatcherFixture.running(2);
      pool.submit(2);
      pool.cycle();
      DispatchTask waiting = pool.submit();
      lose(pool, 0);
      // A lost process that cannot be seen to have ended is not waited for either.
      pool.processes = DispatchSettings.ProcessState.RUNNING;
      DispatchTask atTheLast =
          pool.listeners.values().stream().anyMatch(l -> l.calls.isEmpty())
              ? waiting
              : pool.submit();
      lose(pool, 1);

      pool.assertBroken("RP-229: all workers were lost: worker 0 of 2 on host-0, pid 4711");
      pool.assertBroken("; worker 1 of 2 on host-1, pid 4712");
      pool.assertEveryListenerWasToldOnce("lost");
      assertThat(pool.listeners.values().stream().filter(l -> l.cause instanceof WorkerLoss))
          .hasSize(2);
      assertThat(pool.listener(atTheLast).cause).isSameAs(pool.endEvents.get(0));
      assertThat(pool.queue.breakage()).isSameAs(pool.endEvents.get(0));
      assertThat(pool.backend.isAbandoned()).isTrue();
      assertThat(pool.leftEvents).containsExactly(1);
    }

    @Test
    void allAtOnceBreakItToo() {
      DispatcherFixture pool = DispatcherFixture.running(3);
      pool.submit(10);
      pool.cycle();
      lose(pool, 0, 1, 2);

      pool.assertBroken("RP-229");
      pool.assertEveryListenerWasToldOnce("lost");
    }

    @Test
    void sharedWorkersThatAreAllLostEndAllSessions() {
      DispatcherFixture pool = DispatcherFixture.shared(1);
      SessionFixture first = new SessionFixture(pool, 1, false);
      SessionFixture second = new SessionFixture(pool, 2, false);
      first.submit(2);
      second.submit(2);
      pool.cycle();
      lose(pool, 0);

      assertThat(first.ends).containsExactly("broken");
      assertThat(second.ends).containsExactly("broken");
      assertThat(first.calls()).hasSize(2).allMatch(List.of("lost")::equals);
      assertThat(second.calls()).hasSize(2).allMatch(List.of("lost")::equals);
      assertThat(pool.finished).isTrue();
      assertThat(pool.dispatcher.open(new SessionFixture(3, false).session)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWorkerLostBeforeAllHaveSpokenFailsTheStart(boolean hasSpoken) {
      DispatcherFixture pool = new DispatcherFixture(2);
      pool.submit(3);
      pool.cycle();
      if (hasSpoken) {
        pool.worker(1).hello();
        pool.cycle();
      }
      lose(pool, 1);

      pool.assertBroken("RP-229: the workers could not start: worker 1");
      pool.assertEveryListenerWasToldOnce("lost");
    }
  }

  /** In a large pool, not all workers are asked for in every cycle. */
  @Nested
  class LargePools {
    private final DispatcherFixture pool =
        DispatcherFixture.runningShortTasks(Losses.FEW_WORKERS + 1);

    @Test
    void aLossIsNoticedInTheFirstCycleAfterAWhile() {
      pool.clock.advance(Duration.ofNanos(Losses.LOOK_NANOS));
      lose(pool, 7);

      assertThat(pool.leftEvents).containsExactly(Losses.FEW_WORKERS);
      assertGoesOn(pool, 7);
    }

    @Test
    void aLossShortlyAfterALookIsNoticedAtTheDeadline() {
      pool.clock.advance(Duration.ofNanos(Losses.LOOK_NANOS));
      pool.cycle();
      assertThat(pool.dispatcher.nanosToNextDeadline()).isEqualTo(Long.MAX_VALUE);
      lose(pool, 7);
      assertThat(pool.leftEvents).isEmpty();

      long nanos = pool.dispatcher.nanosToNextDeadline();
      assertThat(nanos).isPositive().isLessThanOrEqualTo(Losses.LOOK_NANOS);
      pool.clock.advance(Duration.ofNanos(nanos));
      pool.cycle();
      assertThat(pool.leftEvents).containsExactly(Losses.FEW_WORKERS);
    }
  }

  @Nested
  class Retries {
    private final DispatcherFixture pool = DispatcherFixture.runningShortTasks(3, 1);

    @Test
    void tasksOfTheLostWorkerGoToOthersBeforeThoseThatWait() {
      pool.submit(30);
      pool.cycle();
      List<Long> held = pool.worker(1).taskIds();
      assertThat(held).hasSize(10);
      List<DispatchTask> later = pool.submit(2_000);
      lose(pool, 1);
      pool.cycle();

      assertThat(pool.worker(0).taskIds())
          .doesNotContainAnyElementsOf(idsOf(later.subList(1_000, 2_000)));
      List<Long> atOthers = new ArrayList<>(pool.worker(0).taskIds());
      atOthers.addAll(pool.worker(2).taskIds());
      assertThat(atOthers).containsAll(held);
      pool.playAll(SHORT_NANOS);
      pool.assertEveryListenerWasToldOnce("ended");
      assertGoesOn(pool, 1);
    }

    @Test
    void oneThatLosesMoreWorkersThanItMayFailsWithTheLastLoss() {
      DispatchTask task = pool.submit();
      pool.cycle();
      int first = holder(pool, task).rank;
      lose(pool, first);
      pool.cycle();
      int second = holder(pool, task).rank;
      assertThat(second).isNotEqualTo(first);
      assertThat(calls(pool, task)).isEmpty();
      lose(pool, second);

      assertLostWith(pool, task, second);
      assertGoesOn(pool, first, second);
    }

    @Test
    void oneWhoseEndWasAskedForFails() {
      DispatchTask interrupted = pool.submit();
      pool.cycle();
      int rank = holder(pool, interrupted).rank;
      pool.dispatcher.interrupt(interrupted);
      pool.cycle();
      lose(pool, rank);
      assertLostWith(pool, interrupted, rank);

      DispatchTask withdrawn = pool.submit();
      pool.cycle();
      int other = holder(pool, withdrawn).rank;
      List<Boolean> answers = new ArrayList<>();
      pool.dispatcher.withdraw(withdrawn, answers::add);
      lose(pool, other);
      assertLostWith(pool, withdrawn, other);
      assertThat(answers).containsExactly(false);
    }

    @Test
    void theLastWorkerLostFailsThemAll() {
      pool.submit(30);
      pool.cycle();
      lose(pool, 0, 1, 2);

      pool.assertEveryListenerWasToldOnce("lost");
      assertThat(pool.breakages).hasSize(1);
    }

    private List<Long> idsOf(List<DispatchTask> tasks) {
      return tasks.stream().map(DispatchTask::id).toList();
    }
  }
}
