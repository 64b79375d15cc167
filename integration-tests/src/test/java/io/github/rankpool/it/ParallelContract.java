package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.Workers;
import io.github.rankpool.spi.ReduceOp;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that several workers run together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ParallelContract {
  private static final int WORKERS = 4;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;
  private MpiPoolExecutor pool;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @BeforeAll
  void startPool() {
    pool = builder().maxWorkers(WORKERS).build();
  }

  @AfterAll
  void endPool() {
    pool.close();
  }

  @Test
  void everyRankOfAParallelTaskRunsOnceAndKnowsTheOthers() throws Exception {
    List<String> ranks =
        pool.submitParallel(3, ranksOfIt -> ranksOfIt.rank() + " of " + ranksOfIt.size()).get();

    assertThat(ranks).containsExactly("0 of 3", "1 of 3", "2 of 3");
  }

  @Test
  void ranksOfAParallelTaskComputeTogether() throws Exception {
    List<Integer> sums =
        pool.submitParallel(WORKERS, ranks -> ranks.allReduce(ranks.rank() + 1, ReduceOp.SUM))
            .get();

    assertThat(sums).containsExactly(10, 10, 10, 10);
  }

  @Test
  void oneTaskForEachIdleWorkerAndABarrierRunsExactlyOnceOnEach() throws Exception {
    for (int round = 0; round < 20; round++) {
      List<CompletableFuture<List<Integer>>> futures = new ArrayList<>();
      for (int i = 0; i < pool.workerCount(); i++) {
        futures.add(pool.submit(() -> ranksOfAll(Workers.communicator())));
      }
      for (CompletableFuture<List<Integer>> future : futures) {
        assertThat(future.get()).containsExactly(0, 1, 2, 3);
      }
    }
  }

  private static List<Integer> ranksOfAll(MpiCommunicator workers) {
    workers.barrier();
    return workers.allGather(Workers.rank());
  }

  @Test
  void communicatorInsideAParallelTaskIsThatOfTheTask() throws Exception {
    assertThat(pool.submitParallel(2, ranks -> Workers.communicator().size()).get())
        .containsExactly(2, 2);
  }

  @Test
  void outsideATaskThereIsNoCommunicator() {
    assertThatThrownBy(Workers::communicator)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RP-216")
        .hasMessageContaining("main");
  }

  @Test
  void aRankThatIsInterruptedWhereItSendsDoesNoHarmToLaterTasks() throws Exception {
    CompletableFuture<List<Integer>> failing =
        pool.submitParallel(
            2,
            ranks -> {
              if (ranks.rank() == 0) {
                throw new IllegalStateException("on purpose");
              }
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
              ranks.send(new byte[1 << 20], 0, 1);
              return 0;
            });
    assertThatThrownBy(failing::get).hasMessageContaining("on purpose");

    assertThat(pool.submitParallel(2, ranks -> ranks.allReduce(1, ReduceOp.SUM)).get())
        .containsExactly(2, 2);
  }

  @Test
  void ifOneRankFailsTheTaskFailsAndTheOthersWaitNoLonger() throws Exception {
    CompletableFuture<List<Integer>> failing =
        pool.submitParallel(
            WORKERS,
            ranks -> {
              if (ranks.rank() == 2) {
                throw new IOException("rank 2 has had enough");
              }
              ranks.barrier();
              return 1;
            });

    assertThatThrownBy(failing::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasRootCauseInstanceOf(RemoteStackTrace.class)
        .hasMessageContaining("rank 2 has had enough");
    // All four are free again, and talk to each other as if nothing had been.
    ranksOfAParallelTaskComputeTogether();
  }

  @Test
  void ifOneRankCannotReadTheTaskTheOthersWaitNoLonger() throws Exception {
    CompletableFuture<List<Object>> failing =
        pool.submitParallel(
            2,
            ranks -> {
              ranks.barrier();
              return ranks.rank() == 0 ? new Samples.Holder() : "fine";
            });

    assertThatThrownBy(failing::get).hasMessageContaining("RP-402");
    ranksOfAParallelTaskComputeTogether();
  }

  @Test
  void moreRanksThanWorkersFailTheirTaskAndNothingElse() throws Exception {
    assertThatThrownBy(() -> pool.submitParallel(WORKERS + 1, MpiCommunicator::rank).get())
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-209")
        .hasMessageContaining("5 ranks")
        .hasMessageContaining("4 workers");
    assertThatThrownBy(() -> pool.submitParallel(0, MpiCommunicator::rank))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
  }

  @Test
  void parallelTasksAndOthersTakeTurns() throws Exception {
    List<CompletableFuture<Integer>> sums = new ArrayList<>();
    List<CompletableFuture<Integer>> singles = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      singles.add(pool.submit(() -> number));
      int size = 1 + i % WORKERS;
      sums.add(
          pool.submitParallel(size, ranks -> ranks.allReduce(1, ReduceOp.SUM))
              .thenApply(all -> all.get(0)));
    }

    for (int i = 0; i < 50; i++) {
      assertThat(singles.get(i).get()).isEqualTo(i);
      assertThat(sums.get(i).get()).isEqualTo(1 + i % WORKERS);
    }
  }

  @Test
  void parallelTaskCanBeCancelledUntilItBegins() throws Exception {
    Gate gate = new Gate(directory);
    CompletableFuture<?> busy = pool.submit(() -> gate.pass());
    gate.awaitBegun(1);
    CompletableFuture<List<Integer>> parallel = pool.submitParallel(WORKERS, MpiCommunicator::rank);

    assertThat(parallel.cancel(false)).isTrue();
    assertThat(parallel).isCancelled();
    gate.open();
    busy.get();
    assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
  }

  @Test
  void interruptEndsARunningParallelTask() throws Exception {
    Gate gate = new Gate(directory);
    CompletableFuture<List<Integer>> waiting =
        pool.submitParallel(
            2,
            ranks -> {
              gate.pass();
              // Nobody sends that.
              return ranks.<Integer>receive(1 - ranks.rank(), 7).value();
            });
    gate.awaitBegun(2);
    gate.open();

    assertThat(waiting.cancel(true)).isFalse();
    assertThatThrownBy(waiting::get).hasMessageContaining("RP-220");
    ranksOfAParallelTaskComputeTogether();
  }

  @Test
  void largeArraysAreReducedAcrossRanks() throws Exception {
    int length = 300_000;
    List<double[]> sums =
        pool.submitParallel(
                3,
                ranks -> {
                  double[] mine =
                      IntStream.range(0, length)
                          .mapToDouble(i -> i * (1.0 + ranks.rank()))
                          .toArray();
                  return ranks.doubles().allReduce(mine, ReduceOp.SUM);
                })
            .get();

    double[] expected = IntStream.range(0, length).mapToDouble(i -> i * 6.0).toArray();
    assertThat(sums).allSatisfy(sum -> assertThat(sum).isEqualTo(expected));
  }
}
