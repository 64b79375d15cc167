package io.github.rankpool.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.TaskOptions;
import io.github.rankpool.TaskTimeoutException;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Options of tasks: how long they may run, and what becomes of those that run for longer. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class TaskOptionsContract {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final Duration LONG = Duration.ofMinutes(5);

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  private static TaskOptions within(Duration limit) {
    return TaskOptions.defaults().timeout(limit);
  }

  private static int waitForEver() throws InterruptedException {
    new CountDownLatch(1).await();
    return 0;
  }

  private static void assertTimedOut(CompletableFuture<?> task, Duration limit) {
    assertThatThrownBy(() -> task.get(20, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(
            TaskTimeoutException.class,
            timeout -> {
              assertThat(timeout.limit()).isEqualTo(limit);
              assertThat(timeout.workerRank()).isBetween(0, 1);
              assertThat(timeout.pid()).isPositive();
            })
        .hasMessageContaining("RP-234");
  }

  @Test
  void aTaskThatRunsForTooLongFailsAndIsInterrupted() throws Exception {
    Marks marks = new Marks(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<Integer> task =
          pool.with(within(SHORT))
              .submit(
                  () -> {
                    try {
                      return waitForEver();
                    } catch (InterruptedException e) {
                      marks.set("interrupted");
                      throw e;
                    }
                  });

      assertTimedOut(task, SHORT);
      assertThat(pool.submit(() -> 7).get()).isEqualTo(7);
      assertThat(marks.isSet("interrupted")).isTrue();
    }
  }

  @Test
  void aTaskThatIgnoresItsInterruptFailsAtOnceAllTheSameAndTheOthersGoOn() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      CompletableFuture<Integer> task =
          pool.with(within(SHORT))
              .submit(
                  () -> {
                    boolean open = false;
                    while (!open) {
                      try {
                        gate.pass();
                        open = true;
                      } catch (RuntimeException e) {
                        Thread.interrupted();
                      }
                    }
                    return 0;
                  });
      assertTimedOut(task, SHORT);
      for (int i = 0; i < 50; i++) {
        assertThat(pool.submit(x -> x, i).get(20, SECONDS)).isEqualTo(i);
      }
      gate.open();
    }
  }

  @Test
  void tasksThatEndInTimeAreNotTouched() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(2).timeout(LONG).build()) {
      assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).get()).isFalse();
      assertThat(pool.map(x -> x + 1, Stream.of(1, 2, 3), MapOptions.defaults()))
          .containsExactly(2, 3, 4);
      assertThat(pool.submitParallel(2, ranks -> ranks.size()).get()).containsExactly(2, 2);
    }
  }

  @Test
  void theLimitOfThePoolHoldsWhereATaskHasNoOther() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(1).timeout(SHORT).build()) {
      assertTimedOut(pool.submit(TaskOptionsContract::waitForEver), SHORT);
      CompletableFuture<Integer> patient =
          pool.with(within(LONG))
              .submit(
                  () -> {
                    Thread.sleep(3 * SHORT.toMillis());
                    return 1;
                  });
      assertThat(patient.get()).isEqualTo(1);
    }
  }

  @Test
  void aParallelTaskFailsWithItsFirstRankThatTakesTooLong() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      CompletableFuture<List<Integer>> task =
          pool.with(within(SHORT)).submitParallel(2, ranks -> ranks.rank() == 1 ? sleep() : 1);
      assertTimedOut(task, SHORT);
      assertThat(pool.submitParallel(2, ranks -> ranks.rank()).get()).containsExactly(0, 1);
    }
  }

  private static int sleep() {
    try {
      return waitForEver();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anExecutorWithOtherOptionsIsTheSamePool() throws Exception {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    MpiPoolExecutor other = pool.with(within(LONG)).with(TaskOptions.defaults().retries(1));
    assertThat(other.submit(() -> 1).get()).isEqualTo(1);
    assertThat(other.workerCount()).isEqualTo(pool.workerCount());
    other.close();

    assertThat(pool.isTerminated()).isTrue();
    assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
  }
}
