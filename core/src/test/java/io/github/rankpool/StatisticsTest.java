package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a pool of threads counts, and tells observers. */
class StatisticsTest {
  private static final long TASK_NANOS = TimeUnit.MILLISECONDS.toNanos(40);

  /** Workers are threads of this JVM: what tasks share with the test without it being sent. */
  private static volatile CountDownLatch gate = new CountDownLatch(1);

  private static volatile CountDownLatch begun = new CountDownLatch(1);

  private final MpiPoolExecutor pool =
      MpiPoolExecutor.builder().backend("threads").maxWorkers(2).queueCapacity(100).build();
  private final Queue<TaskReport> reports = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    gate.countDown();
    pool.close();
  }

  private static int busyFor(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return 1;
  }

  private static int waitAtGate() throws InterruptedException {
    begun.countDown();
    gate.await();
    return 1;
  }

  private static int fail() {
    throw new IllegalStateException("as it should");
  }

  private PoolObserver.Registration observe() {
    return pool.addObserver(
        new PoolObserver() {
          @Override
          public void taskEnded(TaskReport report) {
            reports.add(report);
          }
        });
  }

  @Test
  void aPoolThatWasNotStartedHasDoneNothingAndIsNotStartedByTheQuestion() {
    PoolStatistics statistics = pool.statistics();

    assertThat(statistics.tasks()).isEqualTo(new PoolStatistics.Tasks(0, 0, 0, 0, 0, 0, 0, 0, 0));
    assertThat(statistics.workersNow()).isZero();
    assertThat(statistics.workers()).isEmpty();
    assertThat(statistics.queueRemaining()).isEqualTo(100);
  }

  @Test
  void everyTaskIsCountedOnceByWhatBecameOfItBeforeItsFutureIsDone() {
    assertThat(pool.submit(() -> 1).join()).isOne();
    assertThat(pool.statistics().tasks().completed()).isOne();
    assertThatThrownBy(pool.submit(StatisticsTest::fail)::join).isInstanceOf(Exception.class);
    assertThat(pool.statistics().tasks().failed()).isOne();
    MpiPoolExecutor bounded = pool.with(TaskOptions.defaults().timeout(Duration.ofMillis(20)));
    assertThatThrownBy(bounded.submit(() -> busyFor(Long.MAX_VALUE / 2))::join)
        .hasCauseInstanceOf(TaskTimeoutException.class);

    assertThat(pool.statistics().tasks())
        .isEqualTo(new PoolStatistics.Tasks(3, 0, 0, 1, 2, 0, 1, 0, 0));
  }

  @Test
  void tasksThatWaitAreQueuedAndThoseThatRunAreNotMoreThanWorkers() throws Exception {
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(2);
    List<CompletableFuture<Integer>> futures =
        IntStream.range(0, 10).mapToObj(n -> pool.submit(StatisticsTest::waitAtGate)).toList();
    begun.await();

    assertThat(pool.statistics().tasks())
        .isEqualTo(new PoolStatistics.Tasks(10, 8, 2, 0, 0, 0, 0, 0, 0));
    assertThat(pool.statistics().queueRemaining()).isEqualTo(90);
    futures.forEach(future -> future.cancel(false));
    assertThat(pool.statistics().tasks().cancelled()).isEqualTo(8);

    gate.countDown();
    pool.close();
    assertThat(pool.statistics().tasks())
        .isEqualTo(new PoolStatistics.Tasks(10, 0, 0, 2, 0, 0, 0, 8, 0));
  }

  @Test
  void whatShutdownNowTakesOutOfThePoolIsCancelled() throws Exception {
    observe();
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(2);
    for (int i = 0; i < 6; i++) {
      pool.submit(StatisticsTest::waitAtGate);
    }
    begun.await();
    assertThat(pool.shutdownNow()).hasSize(4);
    gate.countDown();
    pool.close();

    assertThat(pool.statistics().tasks())
        .isEqualTo(new PoolStatistics.Tasks(6, 0, 0, 2, 0, 0, 0, 4, 0));
    assertThat(reports.stream().filter(report -> report.outcome() == TaskOutcome.CANCELLED))
        .hasSize(4);
  }

  @Test
  void aParallelTaskCountsAsOneWhateverBecomesOfIt() {
    assertThat(pool.submitParallel(2, ranks -> ranks.size()).join()).containsExactly(2, 2);
    assertThatThrownBy(pool.submitParallel(2, ranks -> fail())::join).isInstanceOf(Exception.class);
    assertThatThrownBy(pool.submitParallel(3, ranks -> 1)::join).isInstanceOf(Exception.class);

    assertThat(pool.statistics().tasks())
        .isEqualTo(new PoolStatistics.Tasks(3, 0, 0, 1, 2, 0, 0, 0, 0));
  }

  @Test
  void workersTellHowLongTheyWereBusyAndIdle() {
    pool.bootup();
    pool.submit(() -> busyFor(TASK_NANOS)).join();
    pool.submit(() -> busyFor(TASK_NANOS)).join();
    pool.close();

    PoolStatistics statistics = pool.statistics();
    assertThat(statistics.work().tasks()).isEqualTo(2);
    assertThat(statistics.work().busyNanos()).isGreaterThanOrEqualTo(2 * TASK_NANOS);
    // While one runs a task, the other is idle.
    assertThat(statistics.work().idleNanos()).isGreaterThanOrEqualTo(2 * TASK_NANOS);
    assertThat(statistics.workersAtFirst()).isEqualTo(2);
    assertThat(statistics.workers()).extracting(WorkerStatistics::rank).containsExactly(0, 1);
    assertThat(statistics.workers().stream().mapToLong(worker -> worker.work().tasks()).sum())
        .isEqualTo(2);
    assertThat(statistics.workers().get(0).pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(statistics.traffic().framesReceived()).isGreaterThanOrEqualTo(4);
    assertThat(statistics.traffic().bytesSent()).isPositive();
  }

  @Test
  void whatIsTooLargeForFramesIsOutOfBand() {
    byte[] large = new byte[1 << 20];
    assertThat(pool.submit(() -> large).join()).hasSize(1 << 20);

    assertThat(pool.statistics().traffic().outOfBandBytes()).isGreaterThanOrEqualTo(2L << 20);
  }

  @Test
  void anObserverIsToldBeforeTheFutureIsDone() {
    observe();
    int done = pool.submit(() -> busyFor(TASK_NANOS)).join();

    assertThat(reports).hasSize(done);
    TaskReport report = reports.element();
    assertThat(report.outcome()).isEqualTo(TaskOutcome.COMPLETED);
    assertThat(report.worker()).isBetween(0, 1);
    assertThat(report.runNanos()).isGreaterThanOrEqualTo(TASK_NANOS);
    assertThat(report.sentNanos() - report.submittedNanos()).isNotNegative();
    assertThat(report.endedNanos() - report.sentNanos()).isGreaterThanOrEqualTo(TASK_NANOS);
    assertThat(report.taskBytes()).isPositive();
    assertThat(report.resultBytes()).isPositive();
    assertThat(pool.statistics().traffic().encodingNanos()).isPositive();
    assertThat(pool.statistics().traffic().decodingNanos()).isPositive();
  }

  @Test
  void anObserverIsToldOnceOfATaskThatIsCancelled() throws Exception {
    observe();
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(2);
    pool.submit(StatisticsTest::waitAtGate);
    pool.submit(StatisticsTest::waitAtGate);
    begun.await();
    CompletableFuture<Integer> waiting = pool.submit(() -> 1);

    assertThat(waiting.cancel(false)).isTrue();
    assertThat(waiting.cancel(false)).isTrue();
    assertThat(reports).extracting(TaskReport::outcome).containsExactly(TaskOutcome.CANCELLED);
    assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
  }

  @Test
  void anObserverThatDoesNotWantTasksHasThemTimedButIsNotTold() {
    pool.submit(() -> busyFor(TASK_NANOS)).join();
    assertThat(pool.statistics().runs().count()).isZero();
    pool.addObserver(
        new PoolObserver() {
          @Override
          public boolean wantsTasks() {
            return false;
          }

          @Override
          public void taskEnded(TaskReport report) {
            reports.add(report);
          }
        });
    pool.submit(() -> busyFor(TASK_NANOS)).join();
    assertThatThrownBy(pool.submit(StatisticsTest::fail)::join).isInstanceOf(Exception.class);

    assertThat(reports).isEmpty();
    PoolStatistics statistics = pool.statistics();
    assertThat(statistics.waits().count()).isEqualTo(2);
    assertThat(statistics.runs().count()).isEqualTo(2);
    assertThat(statistics.runs().totalNanos()).isGreaterThanOrEqualTo(TASK_NANOS);
    assertThat(statistics.traffic().encodingNanos()).isPositive();
  }

  @Test
  void howLongTasksWaitAndRunIsSummedUp() throws Exception {
    observe();
    gate = new CountDownLatch(1);
    begun = new CountDownLatch(2);
    List<CompletableFuture<Integer>> futures =
        IntStream.range(0, 10).mapToObj(n -> pool.submit(StatisticsTest::waitAtGate)).toList();
    begun.await();
    futures.get(9).cancel(false);
    busyFor(TASK_NANOS);
    gate.countDown();
    pool.close();

    // One report and one figure for each task that a worker has run.
    List<TaskReport> ran =
        reports.stream().filter(report -> report.outcome() == TaskOutcome.COMPLETED).toList();
    assertThat(ran).hasSize(9);
    PoolStatistics statistics = pool.statistics();
    assertThat(statistics.runs().totalNanos())
        .isEqualTo(ran.stream().mapToLong(TaskReport::runNanos).sum())
        .isGreaterThanOrEqualTo(2 * TASK_NANOS);
    assertThat(statistics.waits().totalNanos())
        .isEqualTo(
            ran.stream().mapToLong(report -> report.sentNanos() - report.submittedNanos()).sum());
    for (Durations.UpTo each : statistics.runs().distribution()) {
      assertThat(ran.stream().filter(report -> report.runNanos() <= each.limitNanos()))
          .hasSize((int) each.count());
    }
    assertThat(statistics.runs().count()).isEqualTo(9);
    assertThat(statistics.waits().count()).isEqualTo(9);
  }

  private CompletableFuture<String> threadThatTellsOfTheEnd() {
    CompletableFuture<String> thread = new CompletableFuture<>();
    pool.addObserver(
        new PoolObserver() {
          @Override
          public void poolEnded() {
            thread.complete(Thread.currentThread().getName());
          }
        });
    return thread;
  }

  @Test
  void theEndIsToldOnAThreadOfThePool() throws Exception {
    CompletableFuture<String> thread = threadThatTellsOfTheEnd();
    pool.submit(() -> 7).join();
    pool.close();

    assertThat(thread.get(30, TimeUnit.SECONDS)).matches("rankpool-\\d+-completions-\\d+");
  }

  @Test
  void soIsTheEndOfAPoolThatWasNeverStarted() throws Exception {
    CompletableFuture<String> thread = threadThatTellsOfTheEnd();
    pool.close();

    assertThat(thread.get(30, TimeUnit.SECONDS)).matches("rankpool-\\d+-completions-\\d+");
  }

  @Test
  void whatAnObserverThrowsChangesNothing() {
    pool.addObserver(
        new PoolObserver() {
          @Override
          public void taskEnded(TaskReport report) {
            throw new IllegalStateException("an observer that fails, as it should");
          }
        });
    observe();

    assertThat(pool.submit(() -> 7).join()).isEqualTo(7);
    assertThat(reports).hasSize(1);
  }

  @Test
  void anObserverThatWasRemovedIsToldNothingMoreAndNothingIsMeasured() {
    PoolObserver.Registration registration = observe();
    registration.close();
    registration.close();
    pool.submit(() -> 7).join();

    assertThat(reports).isEmpty();
    assertThat(pool.statistics().traffic().encodingNanos()).isZero();
    assertThat(pool.statistics().traffic().decodingNanos()).isZero();
  }
}
