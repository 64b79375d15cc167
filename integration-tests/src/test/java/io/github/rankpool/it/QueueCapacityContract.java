package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A pool whose queue is bounded makes those wait who submit too much. */
abstract class QueueCapacityContract {
  private static final int CAPACITY = 4;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  private MpiPoolExecutor pool() {
    return builder().maxWorkers(1).queueCapacity(CAPACITY).build();
  }

  @Test
  void whoSubmitsTooMuchWaitsUntilATaskHasEnded() throws Exception {
    Gate gate = new Gate(directory);
    AtomicInteger submitted = new AtomicInteger();
    try (MpiPoolExecutor pool = pool()) {
      pool.bootup();
      CompletableFuture<List<CompletableFuture<Integer>>> submitter =
          CompletableFuture.supplyAsync(
              () -> {
                List<CompletableFuture<Integer>> futures = new ArrayList<>();
                for (int i = 0; i < 3 * CAPACITY; i++) {
                  int number = i;
                  futures.add(
                      pool.submit(
                          () -> {
                            gate.pass();
                            return number;
                          }));
                  submitted.incrementAndGet();
                }
                return futures;
              });
      gate.awaitBegun(1);
      TimeUnit.MILLISECONDS.sleep(200);
      assertThat(submitted).hasValueLessThanOrEqualTo(CAPACITY);
      assertThat(submitter).isNotDone();
      gate.open();

      List<CompletableFuture<Integer>> futures = submitter.get(30, TimeUnit.SECONDS);
      for (int i = 0; i < futures.size(); i++) {
        assertThat(futures.get(i).get(30, TimeUnit.SECONDS)).isEqualTo(i);
      }
    }
  }

  @Test
  void mappingManyArgumentsPassesThroughANarrowQueue() {
    try (MpiPoolExecutor pool = pool()) {
      List<Integer> squares =
          pool.map(Samples::square, IntStream.range(0, 1_000).boxed().toList()).toList();

      assertThat(squares).hasSize(1_000).endsWith(999 * 999);
    }
  }

  @Test
  void cancelledTasksMakeRoom() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = pool()) {
      CompletableFuture<?> running = pool.submit(() -> gate.pass());
      gate.awaitBegun(1);
      for (int i = 0; i < 3 * CAPACITY; i++) {
        assertThat(pool.submit(() -> 1).cancel(false)).isTrue();
      }
      gate.open();
      running.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoWaitsForRoomIsRefusedWhenThePoolIsShutDown() throws Exception {
    Gate gate = new Gate(directory);
    MpiPoolExecutor pool = pool();
    for (int i = 0; i < CAPACITY; i++) {
      pool.submit(() -> gate.pass());
    }
    gate.awaitBegun(1);
    CompletableFuture<?> late = CompletableFuture.supplyAsync(() -> pool.submit(() -> 1));
    TimeUnit.MILLISECONDS.sleep(50);
    pool.shutdown();

    assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("RP-201");
    gate.open();
    pool.close();
  }

  @Test
  void whoIsInterruptedWhileWaitingForRoomIsRefused() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = pool()) {
      for (int i = 0; i < CAPACITY; i++) {
        pool.submit(() -> gate.pass());
      }
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> pool.submit(() -> 1))
          .isInstanceOf(RejectedExecutionException.class)
          .hasMessageContaining("RP-231");
      assertThat(Thread.interrupted()).isTrue();
      gate.open();
    }
  }

  @Test
  void aCapacityOfNothingIsRefused() {
    assertThatThrownBy(() -> builder().queueCapacity(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-232");
  }
}
