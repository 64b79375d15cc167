package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.SerializableCallable;
import io.github.rankpool.Workers;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that tasks make, and those that they must not make. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class NestedPoolContract {
  @RegisterExtension final Watchdog watchdog = new Watchdog();

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  /** Makes a pool as soon as it is loaded. */
  private static final class Careless {
    static final MpiPoolExecutor POOL = MpiPoolExecutor.create();

    private Careless() {}

    static SerializableCallable<String> task() {
      return () -> "never reached by a worker that loads this class, unlike " + POOL.backend();
    }
  }

  @Test
  @CannotOn(value = "threads", because = "a class is loaded once only in a process")
  void aTaskWhoseClassMakesAPoolWhenLoadedFailsAndThePoolGoesOn() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      List<CompletableFuture<String>> tasks =
          List.of(pool.submit(Careless.task()), pool.submit(Careless.task()));

      for (CompletableFuture<String> task : tasks) {
        assertThatThrownBy(task::get).hasStackTraceContaining("RP-208");
      }
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void aTaskMayMakeAPoolAndCloseIt() throws Exception {
    String backend = builder().build().backend();
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<List<Integer>> sum =
          pool.submit(
              () -> {
                try (MpiPoolExecutor inner =
                    MpiPoolExecutor.builder().backend(backend).maxWorkers(2).build()) {
                  return List.of(
                      inner.submit(() -> Workers.size()).get(),
                      Workers.size(),
                      inner.workerCount());
                }
              });

      assertThat(sum.get()).containsExactly(2, 1, 2);
      assertThat(pool.submit(() -> 3).get()).isEqualTo(3);
    }
  }

  @Test
  void aPoolThatATaskLeavesOpenDoesNotKeepTheWorkerFromEnding() throws Exception {
    String backend = builder().build().backend();
    CompletableFuture<Long> pid;
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    pid =
        pool.submit(
            () -> {
              MpiPoolExecutor inner =
                  MpiPoolExecutor.builder().backend(backend).maxWorkers(1).build();
              return inner.submit(() -> ProcessHandle.current().pid()).get();
            });
    pid.get();
    pool.close();

    assertThat(pool.isTerminated()).isTrue();
    if (pid.get() != ProcessHandle.current().pid()) {
      org.awaitility.Awaitility.await().until(() -> ProcessHandle.of(pid.get()).isEmpty());
    }
  }
}
