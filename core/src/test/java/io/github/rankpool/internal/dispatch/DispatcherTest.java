package io.github.rankpool.internal.dispatch;

import static io.github.rankpool.internal.dispatch.DispatcherFixture.LONG_NANOS;
import static io.github.rankpool.internal.dispatch.DispatcherFixture.SHORT_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The dispatcher, driven by hand: no thread, no waiting, every interleaving chosen. */
class DispatcherTest {
  private static final Duration BEFORE_RECALL = Duration.ofNanos(1_999_999);
  private static final Duration RECALL = Duration.ofMillis(2);

  @Nested
  class Greeting {
    @Test
    void everyWorkerIsChallengedWithANonceOfItsOwn() {
      DispatcherFixture pool = new DispatcherFixture(2);
      pool.workers.forEach(ScriptedWorker::hello);
      pool.cycle();

      assertThat(pool.workers).allMatch(worker -> worker.welcomed);
      assertThat(pool.readyEvents).hasSize(1);
      assertThat(pool.readyEvents.get(0))
          .containsExactly(
              new WorkerInfo(0, 2, "host-0", ScriptedWorker.PID),
              new WorkerInfo(1, 2, "host-1", ScriptedWorker.PID + 1));
    }

    @Test
    void tasksWaitUntilTheHandshakeOfAllWorkersIsComplete() {
      DispatcherFixture pool = new DispatcherFixture(2);
      pool.submit(4);
      pool.cycle();
      pool.worker(1).hello();
      pool.cycle();
      assertThat(pool.tasksPerWorker()).containsExactly(0, 0);
      assertThat(pool.readyEvents).isEmpty();

      pool.worker(0).hello();
      pool.playAll(SHORT_NANOS);

      pool.assertEveryListenerWasToldOnce("ended");
    }

    @Test
    void wrongProofBreaksThePool() {
      DispatcherFixture pool = new DispatcherFixture(2);
      pool.submit(3);
      pool.worker(0).hello();
      pool.worker(1).hello(Handshake.newSecret(), Handshake.isLittleEndianHere());
      pool.cycle();

      pool.assertBroken("RP-501");
      pool.assertBroken("its proof is wrong");
      pool.assertBroken("(from worker 1 of 2");
      pool.assertEveryListenerWasToldOnce("lost");
      assertThat(pool.readyEvents).isEmpty();
    }

    @Test
    void workerOfOtherByteOrderIsRefused() {
      DispatcherFixture pool = new DispatcherFixture(1);
      pool.submit();
      pool.worker(0).hello(pool.secret, !Handshake.isLittleEndianHere());
      pool.cycle();

      pool.assertBroken("another byte order");
      pool.assertEveryListenerWasToldOnce("lost");
    }

    @Test
    void recordsBeforeTheHandshakeAreRefused() {
      DispatcherFixture pool = new DispatcherFixture(2);
      pool.submit();
      pool.worker(0).hello();
      pool.worker(1).finish(0, 1, Payload.ofBytes(new byte[1]));
      pool.cycle();

      pool.assertBroken("RESULTS before the handshake was complete");
      pool.assertEveryListenerWasToldOnce("lost");
    }

    @Test
    void secondHelloIsRefused() {
      DispatcherFixture pool = DispatcherFixture.running(1);
      pool.worker(0).hello();
      pool.cycle();

      pool.assertBroken("its proof is wrong");
    }

    @Test
    void goodbyeInsteadOfAGreetingIsRefused() {
      DispatcherFixture pool = new DispatcherFixture(1);
      pool.submit();
      pool.worker(0).bye();
      pool.cycle();

      pool.assertBroken("BYE");
      pool.assertEveryListenerWasToldOnce("lost");
    }
  }

  @Nested
  class Damage {
    private final DispatcherFixture pool = DispatcherFixture.running(2);
    private final ScriptedWorker worker = pool.worker(1);
    private final TaskRecord result =
        new TaskRecord(99, Outcome.VALUE, 5, Payload.ofBytes(new byte[30]));

    private final DispatchTask first = pool.submit();
    private final DispatchTask second = pool.submit();

    Damage() {
      pool.cycle();
    }

    /** What can go on, goes on. */
    private void assertOnlyThatWorkerIsLost(String problem) {
      pool.cycle();
      DispatchTask there = worker.tasks.containsKey(first.id()) ? first : second;
      assertThat(pool.listener(there).calls).containsExactly("lost");
      assertThat(pool.listener(there).cause)
          .isInstanceOf(WorkerLoss.class)
          .hasMessageContaining("worker 1 of 2 on host-1, pid " + (ScriptedWorker.PID + 1))
          .hasMessageContaining(problem);
      assertThat(pool.leftEvents).containsExactly(1);

      DispatchTask later = pool.submit();
      worker.tasks.clear();
      pool.playAll(SHORT_NANOS);

      assertThat(pool.listener(there == first ? second : first).calls).containsExactly("ended");
      assertThat(pool.listener(later).calls).containsExactly("ended");
    }

    @Test
    void bytesThatAreNoFrameCostTheirWorkerOnly() {
      byte[] noise = new byte[100];
      new Random(1).nextBytes(noise);
      worker.sendFrameOfBytes(noise);

      assertOnlyThatWorkerIsLost("does not begin as a frame does");
    }

    @Test
    void frameOfAnotherVersionCostsItsWorkerOnly() {
      byte[] frame = worker.frame(FrameType.RESULTS, result);
      frame[2]++;
      worker.sendFrameOfBytes(frame);

      assertOnlyThatWorkerIsLost("expected " + Frames.VERSION);
    }

    @Test
    void frameOutOfSequenceCostsItsWorkerOnly() {
      worker.frame(FrameType.RESULTS, result);
      worker.sendFrameOfBytes(worker.frame(FrameType.RESULTS, result));

      assertOnlyThatWorkerIsLost("number 2, expected 1");
    }

    @Test
    void truncatedFrameCostsItsWorkerOnly() {
      byte[] frame = worker.frame(FrameType.RESULTS, result);
      worker.sendFrameOfBytes(Arrays.copyOf(frame, frame.length - 1));

      assertOnlyThatWorkerIsLost("length " + frame.length + ", got " + (frame.length - 1));
    }

    @Test
    void emptyMessageCostsItsWorkerOnly() {
      worker.sendFrameOfBytes(new byte[0]);

      assertOnlyThatWorkerIsLost("only 0 bytes");
    }

    @Test
    void moreBytesThanRecordsCostTheirWorkerOnly() {
      byte[] frame = worker.frame(FrameType.RESULTS, result);
      byte[] longer = Arrays.copyOf(frame, frame.length + 3);
      ByteBuffer.wrap(longer).putInt(4, longer.length);
      worker.sendFrameOfBytes(longer);

      assertOnlyThatWorkerIsLost("3 bytes behind the last record");
    }

    @Test
    void moreRecordsThanBytesCostTheirWorkerOnly() {
      byte[] frame = worker.frame(FrameType.RESULTS, result);
      ByteBuffer.wrap(frame).putInt(8, 2);
      worker.sendFrameOfBytes(frame);

      assertOnlyThatWorkerIsLost("record is cut off");
    }

    @Test
    void chunkThatNobodyAnnouncedCostsItsWorkerOnly() {
      worker.sendChunk(new byte[77]);

      assertOnlyThatWorkerIsLost("chunk of 77 bytes that nobody announced");
    }

    @Test
    void messageLongerThanAnyFrameCostsItsWorkerOnly() {
      worker.sendFrameOfBytes(new byte[1 << 17]);

      assertOnlyThatWorkerIsLost("message of 131072 bytes");
    }

    @ParameterizedTest
    @EnumSource(names = {"CHALLENGE", "WELCOME", "TASKS", "RECALL", "STOP"})
    void frameForAWorkerCostsItsWorkerOnly(FrameType type) {
      TaskRecord[] records = type.hasRecords() ? new TaskRecord[] {result} : new TaskRecord[] {};
      worker.sendFrameOfBytes(worker.frame(type, records));

      assertOnlyThatWorkerIsLost(type + " sent to a master");
    }

    @Test
    void damagedAnswerToARecallCostsItsWorkerOnly() {
      worker.send(FrameType.RETURNED, TaskIds.list(1));

      assertOnlyThatWorkerIsLost("list of ids is cut off");
    }

    @Test
    void goodbyeOfAWorkerThatWasNotToldToStopCostsItsWorkerOnly() {
      worker.bye();

      assertOnlyThatWorkerIsLost("BYE");
    }

    @Test
    void messagesBehindTheDamageAreIgnored() {
      worker.sendFrameOfBytes(new byte[1]);
      worker.sendFrameOfBytes(new byte[2]);
      worker.sendChunk(new byte[3]);

      assertOnlyThatWorkerIsLost("only 1 bytes");
    }
  }

  @Nested
  class Windows {
    @Test
    void firstTasksTravelOneAtATime() {
      DispatcherFixture pool = DispatcherFixture.running(3);
      pool.submit(30);
      pool.cycle();

      assertThat(pool.tasksPerWorker()).containsExactly(1, 1, 1);
    }

    @Test
    void windowGrowsWithShortTasks() {
      DispatcherFixture pool = DispatcherFixture.running(1);
      pool.submit(3_000);
      int most = 0;
      pool.cycle();
      while (!pool.worker(0).tasks.isEmpty()) {
        most = Math.max(most, pool.worker(0).tasks.size());
        pool.worker(0).finishAll(SHORT_NANOS);
        pool.cycle();
      }

      assertThat(most).isGreaterThan(300).isLessThanOrEqualTo(512);
      pool.assertEveryListenerWasToldOnce("ended");
    }

    @Test
    void oneLongTaskWaitsBehindTheOneThatRuns() {
      DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);
      pool.submit(400);
      pool.cycle();
      // Enough long ones to change the average.
      for (int i = 0; i < 100; i++) {
        pool.worker(0)
            .finish(pool.worker(0).taskIds().get(0), LONG_NANOS, Payload.ofBytes(new byte[0]));
        pool.cycle();
      }
      pool.playAll(LONG_NANOS);
      pool.submit(10);
      pool.cycle();

      assertThat(pool.tasksPerWorker()).containsExactly(2, 2);
    }

    @Test
    void tasksAreSharedFairlyAmongWorkers() {
      DispatcherFixture pool = DispatcherFixture.runningShortTasks(4);
      pool.submit(20);
      pool.cycle();

      assertThat(pool.tasksPerWorker()).containsExactly(5, 5, 5, 5);
    }

    /** It may still be looking for its next task, while the others sleep. */
    @Test
    void singleTasksGoToTheWorkerThatBecameIdleLast() {
      DispatcherFixture pool = DispatcherFixture.runningShortTasks(3);
      pool.submit(3);
      pool.cycle();
      assertThat(pool.tasksPerWorker()).containsExactly(1, 1, 1);
      for (int rank : List.of(2, 0, 1)) {
        pool.worker(rank).finishAll(SHORT_NANOS);
        pool.cycle();
      }

      for (int i = 0; i < 3; i++) {
        pool.submit();
        pool.cycle();
        assertThat(pool.tasksPerWorker()).containsExactly(0, 1, 0);
        pool.playAll(SHORT_NANOS);
      }
      pool.submit(2);
      pool.cycle();
      assertThat(pool.tasksPerWorker()).containsExactly(1, 1, 0);
    }

    @Test
    void whoHasNothingToDoComesBeforeWhoHasRoom() {
      DispatcherFixture pool = DispatcherFixture.runningShortTasks(3);
      pool.submit(2);
      pool.cycle();
      pool.submit();
      pool.cycle();

      assertThat(pool.tasksPerWorker()).containsExactly(1, 1, 1);
    }

    @Test
    void inEachRoundEveryWorkerWithRoomHasItsShare() {
      DispatcherFixture pool = DispatcherFixture.runningShortTasks(3);
      pool.submit(2);
      pool.cycle();
      pool.submit(30);
      pool.cycle();

      assertThat(pool.tasksPerWorker()).containsExactlyInAnyOrder(10, 11, 11);
    }

    @Test
    void resultsReachTheirOwnListeners() {
      DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);
      List<DispatchTask> tasks = pool.submit(50);
      pool.playAll(SHORT_NANOS);

      pool.assertEveryListenerWasToldOnce("ended");
      for (DispatchTask task : tasks) {
        assertThat(pool.result(task).toByteArray()).containsExactly((byte) task.id());
      }
      assertThat(pool.listeners.values())
          .extracting(listener -> listener.worker)
          .contains(pool.readyEvents.get(0).get(0), pool.readyEvents.get(0).get(1));
    }
  }

  @Nested
  class TakingBack {
    private final DispatcherFixture pool = DispatcherFixture.runningShortTasks(2);
    private final ScriptedWorker idle = pool.worker(0);
    private final ScriptedWorker stuck = pool.worker(1);

    /** One worker has ten tasks behind a long one, the other one nothing to do. */
    private List<Long> oneWorkerIsStuck() {
      pool.submit(20);
      pool.cycle();
      assertThat(pool.tasksPerWorker()).containsExactly(10, 10);
      idle.finishAll(SHORT_NANOS);
      pool.cycle();
      return stuck.taskIds();
    }

    @Test
    void newerHalfIsAskedBackWhenAnotherWorkerIdles() {
      List<Long> held = oneWorkerIsStuck();
      pool.clock.advance(BEFORE_RECALL);
      pool.cycle();
      assertThat(stuck.recalls).isEmpty();

      pool.clock.advance(Duration.ofNanos(1));
      pool.cycle();

      assertThat(stuck.recalls).hasSize(1);
      assertThat(stuck.recalls.get(0))
          .containsExactly(held.subList(5, 10).stream().mapToLong(Long::longValue).toArray());
      assertThat(idle.recalls).isEmpty();
    }

    @Test
    void deadlineIsThereOnlyWhileARecallMayBeDue() {
      assertThat(pool.dispatcher.nanosToNextDeadline()).isEqualTo(Long.MAX_VALUE);
      oneWorkerIsStuck();
      assertThat(pool.dispatcher.nanosToNextDeadline()).isEqualTo(RECALL.toNanos());
      pool.playAll(SHORT_NANOS);
      assertThat(pool.dispatcher.nanosToNextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void workerIsAskedOnceUntilItAnswers() {
      oneWorkerIsStuck();
      for (int i = 0; i < 5; i++) {
        pool.clock.advance(RECALL);
        pool.cycle();
      }

      assertThat(stuck.recalls).hasSize(1);
    }

    @Test
    void tasksTakenBackRunElsewhereInTheirOrder() {
      List<Long> held = oneWorkerIsStuck();
      pool.clock.advance(RECALL);
      pool.cycle();
      stuck.answerRecall(held.subList(5, 10), List.of());
      pool.cycle();

      assertThat(idle.taskIds()).isEqualTo(held.subList(5, 10));
      assertThat(stuck.taskIds()).isEqualTo(held.subList(0, 5));
      pool.playAll(SHORT_NANOS);
      pool.assertEveryListenerWasToldOnce("ended");
    }

    @Test
    void stuckWorkerGetsNoNewTasksUntilItFinishesOne() {
      List<Long> held = oneWorkerIsStuck();
      pool.clock.advance(RECALL);
      pool.cycle();
      stuck.answerRecall(held.subList(5, 10), List.of());
      pool.submit(30);
      pool.cycle();
      assertThat(stuck.tasks).hasSize(5);

      stuck.finish(held.get(0), SHORT_NANOS, Payload.ofBytes(new byte[0]));
      pool.submit(30);
      pool.cycle();

      assertThat(stuck.tasks).hasSizeGreaterThan(4);
      pool.playAll(SHORT_NANOS);
      pool.assertEveryListenerWasToldOnce("ended");
    }

    @Test
    void workerWhoseTasksWereAllWithdrawnGetsNewOnes() {
      List<Long> held = oneWorkerIsStuck();
      pool.clock.advance(RECALL);
      pool.cycle();
      stuck.answerRecall(held.subList(5, 10), List.of());
      pool.cycle();
      // Not begun after all, for instance because the first task was still being read.
      stuck.answerRecall(held.subList(0, 5), List.of());
      idle.finishAll(LONG_NANOS);
      pool.cycle();
      pool.playAll(SHORT_NANOS);
      pool.submit(2);
      pool.cycle();

      assertThat(pool.tasksPerWorker()).containsExactly(1, 1);
    }

    @Test
    void tasksThatHadBegunStayWhereTheyAre() {
      List<Long> held = oneWorkerIsStuck();
      pool.clock.advance(RECALL);
      pool.cycle();
      stuck.answerRecall(List.of(), held.subList(5, 10));
      pool.cycle();
      assertThat(idle.tasks).isEmpty();

      pool.clock.advance(RECALL);
      pool.cycle();
      assertThat(stuck.recalls).hasSize(2);
      pool.playAll(SHORT_NANOS);
      pool.assertEveryListenerWasToldOnce("ended");
    }

    @Test
    void nothingIsAskedBackWhileAllWorkersAreBusy() {
      pool.submit(20);
      pool.cycle();
      pool.clock.advance(Duration.ofSeconds(1));
      pool.cycle();

      assertThat(idle.recalls).isEmpty();
      assertThat(stuck.recalls).isEmpty();
    }

    @Test
    void lastTaskOfAWorkerIsNeverAskedBack() {
      pool.submit(1);
      pool.cycle();
      pool.clock.advance(Duration.ofSeconds(1));
      pool.cycle();

      assertThat(Stream.concat(idle.recalls.stream(), stuck.recalls.stream())).isEmpty();
    }
  }
}
