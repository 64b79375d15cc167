package io.github.rankpool.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.SerializableCallable;
import io.github.rankpool.TaskOptions;
import io.github.rankpool.TaskTimeoutException;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
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
  private static final Duration LIMIT = Duration.ofSeconds(20);
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
      assertTimedOut(pool.with(within(SHORT)).submit(() -> holdOut(gate)), SHORT);
      for (int i = 0; i < 50; i++) {
        assertThat(pool.submit(x -> x, i).get(20, SECONDS)).isEqualTo(i);
      }
      gate.open();
    }
  }

  /** Ends when the gate is opened, and no sooner for an interrupt. */
  private static int holdOut(Gate gate) {
    while (true) {
      try {
        gate.pass();
        return 0;
      } catch (RuntimeException e) {
        Thread.interrupted();
      }
    }
  }

  @Test
  void aWorkerWhoseTaskDoesNotEndIsGivenUpIfThatIsAskedForAndTheOthersGoOn() throws Exception {
    Gate gate = new Gate(directory);
    TaskOptions strict = within(SHORT).endWorkerAfter(SHORT);
    CompletableFuture<Integer> task;
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      task = pool.with(strict).submit(() -> holdOut(gate));
      assertTimedOut(task, SHORT);
      await().atMost(LIMIT).until(() -> pool.workerCount() == 1);
      assertThat(pool.map(x -> x + 1, List.of(1, 2, 3))).containsExactly(2, 3, 4);
    }
    // The pool did not wait for it; threads cannot be ended.
    long pid = pidOf(task);
    if (pid != ProcessHandle.current().pid()) {
      await().atMost(LIMIT).until(() -> ProcessHandle.of(pid).isEmpty());
    }
    gate.open();
  }

  /** MPI may have trouble with whatever is collective from then on. */
  @Test
  void aPoolThatComesAfterTheLossOfAnothersWorkerEndsInGoodOrder() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      assertTimedOut(
          pool.with(within(SHORT).endWorkerAfter(SHORT)).submit(() -> holdOut(gate)), SHORT);
      await().atMost(LIMIT).until(() -> pool.workerCount() == 1);
    }
    gate.open();
    Path trace = directory.resolve("ended");
    String name = trace.toString();
    long pid;
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      pid = pool.submit(() -> leaveATraceAtTheEnd(name)).get();
    }
    // The JVM runs no hooks where its process is ended by force.
    if (pid != ProcessHandle.current().pid()) {
      assertThat(trace).exists();
    }
  }

  private static long leaveATraceAtTheEnd(String trace) {
    long pid = ProcessHandle.current().pid();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> write(trace)));
    return pid;
  }

  private static void write(String trace) {
    try {
      Files.createFile(Path.of(trace));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the worker that a task was too long for. */
  private static long pidOf(CompletableFuture<?> timedOut) {
    return timedOut.handle((value, failure) -> ((TaskTimeoutException) failure).pid()).join();
  }

  @Test
  void optionsHoldForEveryWayOfSubmitting() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      MpiPoolExecutor limited = pool.with(within(SHORT));
      assertThatThrownBy(() -> limited.map(x -> waitForEver(), List.of(1)).toList())
          .hasCauseInstanceOf(TaskTimeoutException.class);
      List<Callable<Integer>> tasks =
          List.of((SerializableCallable<Integer>) TaskOptionsContract::waitForEver);
      assertThat(limited.invokeAll(tasks))
          .singleElement()
          .satisfies(task -> assertTimedOut((CompletableFuture<?>) task, SHORT));
      assertThatThrownBy(() -> limited.invokeAny(tasks))
          .hasCauseInstanceOf(TaskTimeoutException.class);
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
