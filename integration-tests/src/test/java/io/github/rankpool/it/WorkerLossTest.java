package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.SerializableCallable;
import io.github.rankpool.TaskOptions;
import io.github.rankpool.TaskTimeoutException;
import io.github.rankpool.WorkerLostException;
import io.github.rankpool.Workers;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that end in the middle of a task, on the backend whose ranks a test can end. */
@ExtendWith(Watchdog.class)
class WorkerLossTest {
  /** Ends the rank that runs it: the thread that owns its MPI does not survive an interrupt. */
  private static final SerializableCallable<Integer> DEADLY =
      () -> {
        String rank = "rankpool-rank-\\d+-" + Workers.rank();
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().matches(rank))
            .forEach(Thread::interrupt);
        new CountDownLatch(1).await();
        return 0;
      };

  /** Of the task that ends the first rank that runs it. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  /** Ends the task that ignores interrupts. */
  private static final AtomicBoolean OPEN = new AtomicBoolean();

  private static int endTheFirstWorker() throws Exception {
    int run = RUNS.incrementAndGet();
    return run == 1 ? DEADLY.call() : run;
  }

  private static MpiPoolExecutor pool(int workers) {
    return MpiPoolExecutor.builder().backend("threads").maxWorkers(workers).build();
  }

  private static WorkerLostException lossOf(CompletableFuture<?> future) throws Exception {
    try {
      throw new AssertionError("not lost: " + future.get());
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(WorkerLostException.class);
      return (WorkerLostException) e.getCause();
    }
  }

  @Test
  void theTaskNamesTheWorkerAndThePoolGoesOnWithoutIt() throws Exception {
    LeakCheck leaks = LeakCheck.begin();
    try (MpiPoolExecutor pool = pool(3)) {
      assertThat(pool.workerCount()).isEqualTo(3);
      WorkerLostException loss = lossOf(pool.submit(DEADLY));
      int lost = loss.workerRank();

      assertThat(loss)
          .hasMessageStartingWith("RP-228: worker " + lost + " of 3 on " + loss.host())
          .hasMessageContaining(loss.evidence());
      assertThat(loss.poolSize()).isEqualTo(3);
      assertThat(loss.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(pool.workerCount()).isEqualTo(2);
      List<Integer> tasks = IntStream.range(0, 100).boxed().toList();
      assertThat(pool.map(task -> Workers.rank(), tasks)).hasSize(100).doesNotContain(lost);
      assertThat(pool.submitParallel(2, ranks -> ranks.rank()).get()).containsExactly(0, 1);
      assertThatThrownBy(() -> pool.submitParallel(3, ranks -> ranks.rank()).get())
          .hasMessageContaining("RP-209");
    }
    leaks.assertNothingLeft();
  }

  @Test
  void theLastOneBreaksThePool() throws Exception {
    LeakCheck leaks = LeakCheck.begin();
    try (MpiPoolExecutor pool = pool(2)) {
      int first = lossOf(pool.submit(DEADLY)).workerRank();
      int second = lossOf(pool.submit(DEADLY)).workerRank();

      assertThat(List.of(first, second)).containsExactlyInAnyOrder(0, 1);
      assertThatThrownBy(() -> pool.submit(() -> 1).get())
          .satisfies(
              failure -> {
                Throwable broken =
                    failure instanceof BrokenPoolException ? failure : failure.getCause();
                assertThat(broken)
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessageContaining("RP-229")
                    .hasMessageContaining("worker 0 of 2")
                    .hasMessageContaining("worker 1 of 2");
              });
      assertThat(pool.workerCount()).isZero();
    }
    leaks.assertNothingLeft();
  }

  @Test
  void aParallelTaskFailsWithItsMemberAndTheOthersDoNotHang() throws Exception {
    LeakCheck leaks = LeakCheck.begin();
    try (MpiPoolExecutor pool = pool(3)) {
      CompletableFuture<List<Integer>> ranks =
          pool.submitParallel(
              3,
              communicator -> {
                if (communicator.rank() == 1) {
                  return DEADLY.call();
                }
                communicator.barrier();
                return communicator.rank();
              });

      lossOf(ranks);
      assertThat(pool.submit(() -> 5).get()).isEqualTo(5);
      assertThat(pool.workerCount()).isEqualTo(2);
    }
    leaks.assertNothingLeft();
  }

  @Test
  void aWorkerThatIsGivenUpEndsWithItsTaskThoughItsMasterGoesOn() throws Exception {
    OPEN.set(false);
    Duration soon = Duration.ofMillis(50);
    try (MpiPoolExecutor other = pool(1)) {
      assertThat(other.submit(() -> 1).get()).isEqualTo(1);
      LeakCheck leaks = LeakCheck.begin();
      giveUpOneWorker(soon);
      leaks.assertNothingLeft();
    }
  }

  private static void giveUpOneWorker(Duration soon) {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder()
            .backend("threads")
            .maxWorkers(2)
            .heartbeat(Duration.ZERO, Duration.ofSeconds(1))
            .build()) {
      TaskOptions strict = TaskOptions.defaults().timeout(soon).endWorkerAfter(soon);
      CompletableFuture<Integer> task = pool.with(strict).submit(WorkerLossTest::ignoreInterrupts);
      assertThatThrownBy(task::get).hasCauseInstanceOf(TaskTimeoutException.class);
      await().until(() -> pool.workerCount() == 1);
    } finally {
      OPEN.set(true);
    }
  }

  private static int ignoreInterrupts() {
    while (!OPEN.get()) {
      Thread.onSpinWait();
    }
    return 0;
  }

  @Test
  void aTaskThatMayRunAgainGoesToAnotherWorker() throws Exception {
    RUNS.set(0);
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend("threads").maxWorkers(3).retries(1).build()) {
      CompletableFuture<Integer> deadlyOnce = pool.submit(WorkerLossTest::endTheFirstWorker);
      assertThat(deadlyOnce.get(30, TimeUnit.SECONDS)).isEqualTo(2);
      assertThat(pool.workerCount()).isEqualTo(2);
    }
  }

  @Test
  void theNumberOfRetriesIsThatOfTheTaskWhereItHasOneOfItsOwn() throws Exception {
    RUNS.set(0);
    try (MpiPoolExecutor pool = pool(3)) {
      CompletableFuture<Integer> deadlyOnce =
          pool.with(TaskOptions.defaults().retries(1)).submit(WorkerLossTest::endTheFirstWorker);
      assertThat(deadlyOnce.get(30, TimeUnit.SECONDS)).isEqualTo(2);

      lossOf(pool.submit(DEADLY));
      assertThat(pool.workerCount()).isEqualTo(1);
    }
  }

  @Test
  void aTaskThatEndsEveryWorkerFailsAndSomeGoOn() throws Exception {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend("threads").maxWorkers(3).retries(1).build()) {
      WorkerLostException loss = lossOf(pool.submit(DEADLY));

      assertThat(loss.poolSize()).isEqualTo(3);
      assertThat(pool.submit(() -> 7).get(30, TimeUnit.SECONDS)).isEqualTo(7);
      assertThat(pool.workerCount()).isEqualTo(1);
    }
  }

  @Test
  void aNegativeNumberOfRetriesIsRefused() {
    assertThatThrownBy(() -> MpiPoolExecutor.builder().retries(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-233");
  }
}
