package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.WorkerLostException;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a pool on MPJ Express whose worker processes are killed. */
@ExtendWith(Watchdog.class)
@RequiresBackend("mpj")
class MpjLossIT {
  private static final Duration NOTICED = Duration.ofSeconds(5);

  @TempDir private Path directory;

  private static MpiPoolExecutor pool(int workers) {
    return MpiPoolExecutor.builder().backend("mpj").maxWorkers(workers).build();
  }

  private static void kill(long pid) {
    ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
    assertThat(worker.destroyForcibly()).isTrue();
  }

  /** Tasks that run, and give the pid of their worker once the gate is open. */
  private static List<CompletableFuture<Long>> submitAndAwaitBegun(
      int count, MpiPoolExecutor pool, Gate gate) {
    List<CompletableFuture<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(
          pool.submit(
              () -> {
                gate.pass();
                return ProcessHandle.current().pid();
              }));
    }
    gate.awaitBegun(count);
    return tasks;
  }

  /** The task's end says which worker was lost. */
  private static void assertLost(CompletableFuture<?> task, long pid) {
    assertThatThrownBy(() -> task.get(NOTICED.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(WorkerLostException.class)
        .hasMessageContainingAll("RP-228", Long.toString(pid));
  }

  @Test
  void aKilledWorkersTasksFailAndTheOthersGoOn() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = pool(3)) {
      List<Long> pids = pool.submitParallel(3, ranks -> ProcessHandle.current().pid()).join();
      List<CompletableFuture<Long>> tasks = submitAndAwaitBegun(3, pool, gate);
      long victim = pids.get(1);
      kill(victim);
      await().atMost(NOTICED).until(() -> tasks.stream().anyMatch(CompletableFuture::isDone));
      CompletableFuture<Long> lost =
          tasks.stream().filter(CompletableFuture::isDone).findFirst().orElseThrow();
      assertLost(lost, victim);
      gate.open();
      for (CompletableFuture<Long> task : tasks) {
        if (task != lost) {
          assertThat(task.get(30, TimeUnit.SECONDS)).isIn(pids).isNotEqualTo(victim);
        }
      }
      List<CompletableFuture<Integer>> later =
          IntStream.range(0, 1000).mapToObj(i -> pool.submit(() -> i)).toList();
      assertThat(later.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(499_500);
    }
  }

  @Test
  void aKilledWorkersTaskRunsAgainWhereItMay() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend("mpj").maxWorkers(2).retries(1).build()) {
      List<Long> pids = pool.submitParallel(2, ranks -> ProcessHandle.current().pid()).join();
      List<CompletableFuture<Long>> tasks = submitAndAwaitBegun(2, pool, gate);
      kill(pids.get(1));
      gate.open();
      for (CompletableFuture<Long> task : tasks) {
        assertThat(task.get(30, TimeUnit.SECONDS)).isEqualTo(pids.get(0));
      }
    }
  }

  @Test
  void theLastWorkerKilledBreaksThePool() {
    try (MpiPoolExecutor pool = pool(1)) {
      long pid = pool.submit(() -> ProcessHandle.current().pid()).join();
      CompletableFuture<Integer> task =
          pool.submit(
              () -> {
                Thread.sleep(60_000);
                return 1;
              });
      kill(pid);
      assertThatThrownBy(() -> task.get(NOTICED.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining(Long.toString(pid));
      await()
          .atMost(NOTICED)
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> pool.submit(() -> 1))
                      .isInstanceOf(BrokenPoolException.class));
    }
  }

  @Test
  void whenTheMasterIsKilledNoWorkerIsLeft() {
    List<Long> workers;
    try (TestProcess program = Launch.MPJ.program(List.of(), BusyProgram.class).start()) {
      program.awaitOutput("all are busy");
      workers =
          Pattern.compile("worker (\\d+)\\.")
              .matcher(program.output())
              .results()
              .map(match -> Long.valueOf(match.group(1)))
              .toList();
      assertThat(workers).hasSize(3).allMatch(pid -> ProcessHandle.of(pid).isPresent());
      kill(program.pid());
      await().atMost(Duration.ofSeconds(10)).until(() -> workers.stream().noneMatch(this::runs));
    }
  }

  private boolean runs(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }
}
