package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.RemoteTaskException;
import io.github.rankpool.SerializableConsumer;
import io.github.rankpool.SerializableRunnable;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.Workers;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What workers do before their first task, and what becomes of a pool where that fails. */
abstract class InitializerContract {
  private static final int WORKERS = 2;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  @Test
  void theInitializerRunsOnceOnEveryWorkerBeforeAnyTask() {
    Marks marks = new Marks(directory);
    try (MpiPoolExecutor pool =
        builder()
            .maxWorkers(WORKERS)
            .initializer(() -> marks.set("worker-" + Workers.rank()))
            .build()) {
      List<Boolean> seen =
          pool.map(
                  i -> marks.isSet("worker-" + Workers.rank()),
                  IntStream.range(0, 500).boxed().toList())
              .toList();

      assertThat(seen).containsOnly(true);
      assertThat(marks.all()).containsExactly("worker-0", "worker-1");
    }
  }

  @Test
  void theInitializerMayHaveAnArgument() {
    Marks marks = new Marks(directory);
    SerializableConsumer<List<String>> initializer = words -> marks.set(String.join("-", words));
    try (MpiPoolExecutor pool =
        builder().maxWorkers(1).initializer(initializer, List.of("one", "two")).build()) {
      pool.bootup();
    }

    assertThat(marks.all()).containsExactly("one-two");
  }

  @Test
  void bootupIsTheEndOfTheInitializersOfAllWorkers() {
    Marks marks = new Marks(directory);
    try (MpiPoolExecutor pool =
        builder()
            .maxWorkers(WORKERS)
            .initializer(() -> marks.set("worker-" + Workers.rank()))
            .build()) {
      assertThat(pool.workerCount()).isEqualTo(WORKERS);
      assertThat(marks.all()).hasSize(WORKERS);
    }
  }

  @Test
  void aFailingInitializerBreaksThePoolWithWhatItThrew() {
    assertBroken(
        () -> {
          throw new IllegalStateException("no licence");
        },
        IllegalStateException.class,
        "no licence");
  }

  @Test
  void anInitializerThatFailsOnOneWorkerBreaksThePool() {
    assertBroken(
        () -> {
          if (Workers.rank() == 1) {
            throw new IllegalStateException("not on this machine");
          }
        },
        IllegalStateException.class,
        "not on this machine");
  }

  @Test
  void anErrorOfTheInitializerBreaksThePoolAsAnExceptionDoes() {
    assertBroken(
        () -> {
          throw new AssertionError("never to happen");
        },
        AssertionError.class,
        "never to happen");
  }

  @Test
  void anExceptionThatCannotBeSentIsToldByItsNameAndMessage() {
    assertBroken(
        () -> {
          throw new Samples.UnsendableException("cannot travel");
        },
        RemoteTaskException.class,
        "cannot travel");
  }

  @Test
  void anInitializerWhoseClassWorkersDoNotHaveBreaksThePool() throws Exception {
    Path classes =
        Compiler.compile(
            directory,
            "elsewhere.Prepare",
            """
            package elsewhere;
            public class Prepare implements io.github.rankpool.SerializableRunnable {
              public void run() {}
            }
            """);
    assertBroken(
        (SerializableRunnable) Compiler.newInstance(classes, "elsewhere.Prepare"),
        TaskSerializationException.class,
        "elsewhere.Prepare");
  }

  private void assertBroken(
      SerializableRunnable initializer, Class<? extends Throwable> type, String message) {
    MpiPoolExecutor pool = builder().maxWorkers(WORKERS).initializer(initializer).build();
    List<CompletableFuture<Integer>> pending =
        IntStream.range(0, 20).mapToObj(i -> pool.submit(() -> i)).toList();

    for (CompletableFuture<Integer> future : pending) {
      assertThatThrownBy(future::get)
          .isInstanceOf(ExecutionException.class)
          .cause()
          .satisfies(failure -> assertBreakage(failure, type, message));
    }
    assertThatThrownBy(() -> pool.submit(() -> 1))
        .isInstanceOf(RejectedExecutionException.class)
        .satisfies(failure -> assertBreakage(failure, type, message));
    assertThatThrownBy(() -> pool.execute(new Samples.Nothing()))
        .satisfies(failure -> assertBreakage(failure, type, message));
    assertThatThrownBy(() -> pool.map(Samples::square, List.of(1)))
        .satisfies(failure -> assertBreakage(failure, type, message));
    assertThatThrownBy(pool::bootup).satisfies(failure -> assertBreakage(failure, type, message));
    assertThat(pool.workerCount()).isZero();
    pool.close();
    assertThat(pool.isTerminated()).isTrue();
    Throwable failure = pending.get(0).handle((value, thrown) -> thrown).join();
    assertHasEnded(traceOf(failure).pid());
  }

  private static void assertBreakage(
      Throwable failure, Class<? extends Throwable> type, String message) {
    assertThat(failure).isInstanceOf(BrokenPoolException.class).hasMessageContaining("RP-207");
    assertThat(failure).hasMessageContaining(message);
    assertThat(failure).cause().isInstanceOf(type).hasMessageContaining(message);
    assertThat(traceOf(failure).poolSize()).isEqualTo(WORKERS);
  }

  private static RemoteStackTrace traceOf(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    assertThat(last).isInstanceOf(RemoteStackTrace.class);
    return (RemoteStackTrace) last;
  }

  private static void assertHasEnded(long pid) {
    if (pid != ProcessHandle.current().pid()) {
      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(() -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }
  }

  @Test
  void anInitializerThatCannotBeSentIsRefusedWhenThePoolIsBuilt() {
    Samples.Holder holder = new Samples.Holder();

    assertThatThrownBy(() -> builder().initializer(() -> holder.inner.thread.interrupt()).build())
        .isInstanceOf(TaskSerializationException.class)
        .hasMessageContaining("RP-406")
        .hasMessageContaining("inner")
        .hasMessageContaining("java.lang.Thread");
  }

  @Test
  void anInitializerThatMakesAPoolBreaksThePool() {
    MpiPoolExecutorBuilder builder = builder().maxWorkers(1);
    MpiPoolExecutor pool = builder.initializer(MpiPoolExecutor::create).build();

    assertThatThrownBy(pool::bootup)
        .isInstanceOf(BrokenPoolException.class)
        .hasMessageContaining("RP-208");
    pool.close();
  }
}
