package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How pools begin and end. */
abstract class LifecycleContract {
  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** Of a service that the pools of all tests use, say. */
  private final Set<Thread> threadsBefore = Set.copyOf(Thread.getAllStackTraces().keySet());

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @Test
  void closeLetsTasksFinishAndLeavesNothingBehind() throws Exception {
    List<CompletableFuture<Long>> pids = new ArrayList<>();
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      for (int i = 0; i < 200; i++) {
        pids.add(pool.submit(() -> ProcessHandle.current().pid()));
      }
    }

    long own = ProcessHandle.current().pid();
    for (CompletableFuture<Long> pid : pids) {
      assertThat(pid).isDone();
      if (pid.get() != own) {
        assertThat(ProcessHandle.of(pid.get()).map(p -> p.pid() + " " + p.info())).isEmpty();
      }
    }
    // Threads end a moment after the last thing they do.
    await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(poolThreads()).isEmpty());
  }

  /** Those of this test's pools but the one that stays, where MPI cannot restart. */
  private Map<String, String> poolThreads() {
    Map<String, String> threads = new HashMap<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              String name = thread.getName();
              if (!threadsBefore.contains(thread)
                  && name.startsWith("rankpool-")
                  && !name.equals("rankpool-comm-openmpi")
                  && !name.equals("rankpool-watchdog")) {
                threads.put(name, "at " + List.of(stack));
              }
            });
    return threads;
  }

  @Test
  void afterShutdownTasksAreRefusedAndThoseHandedInAreRun() throws Exception {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    CompletableFuture<Integer> before = pool.submit(() -> 1);
    pool.shutdown();
    pool.shutdown();

    assertThat(pool.isShutdown()).isTrue();
    assertThatThrownBy(() -> pool.submit(() -> 2))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("RP-201");
    assertThatThrownBy(() -> pool.map(Samples::square, List.of(1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(pool::bootup).isInstanceOf(IllegalStateException.class);
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.isTerminated()).isTrue();
    assertThat(before.get()).isEqualTo(1);
    assertThat(pool.workerCount()).isZero();
    pool.close();
  }

  @Test
  void aPoolThatWasNeverUsedEndsAtOnce() {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    pool.close();

    assertThat(pool.isTerminated()).isTrue();
    assertThatThrownBy(() -> pool.submit(() -> 2)).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void shutdownNowCancelsWhatHasNotBegunAndReturnsIt() throws Exception {
    Gate gate = new Gate(directory);
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    CompletableFuture<?> running = pool.submit(() -> gate.pass());
    gate.awaitBegun(1);
    Path ran = directory.resolve("ran");
    String mark = ran.toString();
    List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      waiting.add(pool.submit(() -> Path.of(mark).toFile().createNewFile()));
    }
    List<Runnable> unstarted = pool.shutdownNow();
    gate.open();
    pool.close();

    assertThat(unstarted).hasSize(10);
    assertThat(waiting).allMatch(CompletableFuture::isCancelled);
    assertThat(running).isCompleted();
    assertThat(ran).doesNotExist();
    unstarted.get(0).run();
    assertThat(ran).exists();
  }

  @Test
  void cancelTakesATaskThatHasNotBegunAndLeavesOneThatHas() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<Integer> running =
          pool.submit(
              () -> {
                gate.pass();
                return 7;
              });
      gate.awaitBegun(1);
      CompletableFuture<Integer> waiting = pool.submit(() -> 8);

      assertThat(waiting.cancel(false)).isTrue();
      assertThat(waiting.isCancelled()).isTrue();
      assertThat(running.cancel(false)).isFalse();
      gate.open();
      assertThat(running.get()).isEqualTo(7);
      assertThat(running.cancel(true)).isFalse();
      assertThat(pool.submit(() -> 9).get()).isEqualTo(9);
    }
  }

  @Test
  void noTaskWaitsBehindALongOneWhileAnotherWorkerIdles() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      // Tiny tasks first, so that windows are wide and tasks queue up at the workers.
      pool.map(Samples::square, java.util.Collections.nCopies(5000, 3)).forEach(nine -> {});
      CompletableFuture<?> longTask = pool.submit(() -> gate.pass());
      List<CompletableFuture<Integer>> others = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        int number = i;
        others.add(pool.submit(() -> number));
      }
      CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
      assertThat(longTask).isNotDone();
      gate.open();
      longTask.get();
    }
  }

  @Test
  void severalPoolsLiveSideBySideAndOneAfterAnother() throws Exception {
    for (int round = 0; round < 2; round++) {
      try (MpiPoolExecutor one = builder().maxWorkers(1).build();
          MpiPoolExecutor two = builder().maxWorkers(2).build()) {
        CompletableFuture<String> first = one.submit(() -> "one");
        CompletableFuture<String> second = two.submit(() -> "two");
        assertThat(first.get() + second.get()).isEqualTo("onetwo");
        assertThat(two.workerCount()).isEqualTo(2);
      }
    }
  }

  @Test
  void anInterruptedCloseStillEndsThePool() {
    Gate gate = new Gate(directory);
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    CompletableFuture<?> running = pool.submit(() -> gate.pass());
    gate.awaitBegun(1);
    CompletableFuture<Integer> waiting = pool.submit(() -> 1);
    waiting.whenComplete((value, failure) -> gate.open());
    Thread.currentThread().interrupt();
    pool.close();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(waiting).isCancelled();
    assertThat(running).isCompleted();
  }

  @Test
  void bootupStartsTheWorkersAheadOfTheFirstTask() {
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      pool.bootup(false);
      pool.bootup();
      assertThat(pool.workerCount()).isEqualTo(2);
      assertThat(pool.backend()).isEqualTo(builder().build().backend());
      assertThat(pool.threadLevel()).isNotNull();
    }
  }

  @Test
  void everyWorkerGetsWork() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(3).build()) {
      List<CompletableFuture<String>> names = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        names.add(
            pool.submit(
                () -> {
                  gate.pass();
                  return Thread.currentThread().getName() + ProcessHandle.current().pid();
                }));
      }
      gate.awaitBegun(3);
      gate.open();
      Map<String, Long> byName = new HashMap<>();
      for (CompletableFuture<String> name : names) {
        byName.merge(name.get(), 1L, Long::sum);
      }
      assertThat(byName).hasSize(3);
    }
  }
}
