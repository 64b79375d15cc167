package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What cancelling a running task does: it asks, and does not cut off. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class InterruptContract {
  private static final int ROUNDS = 200;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  private static void waitForEver(Marks marks) throws InterruptedException {
    marks.set("begun");
    new CountDownLatch(1).await();
  }

  private static void awaitBegun(Marks marks) {
    Awaitility.await().until(() -> marks.isSet("begun"));
  }

  @Test
  void cancelTrueInterruptsARunningTaskWhichDecidesWhatComesOfIt() throws Exception {
    Marks marks = new Marks(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<String> task =
          pool.submit(
              () -> {
                try {
                  waitForEver(marks);
                  return "cannot be";
                } catch (InterruptedException e) {
                  return "interrupted, and done in good order";
                }
              });
      awaitBegun(marks);

      assertThat(task.cancel(true)).isFalse();
      assertThat(task.get()).isEqualTo("interrupted, and done in good order");
      assertThat(task.isCancelled()).isFalse();
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void aTaskThatDoesNotCatchTheInterruptFailsWithIt() throws Exception {
    Marks marks = new Marks(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<Integer> task =
          pool.submit(
              () -> {
                waitForEver(marks);
                return 1;
              });
      awaitBegun(marks);

      assertThat(task.cancel(true)).isFalse();
      assertThatThrownBy(task::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(InterruptedException.class)
          .hasRootCauseInstanceOf(RemoteStackTrace.class);
      assertThat(pool.submit(() -> 1).get()).isEqualTo(1);
    }
  }

  @Test
  void cancelFalseLeavesARunningTaskInPeace() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<Boolean> task =
          pool.submit(
              () -> {
                gate.pass();
                return Thread.currentThread().isInterrupted();
              });
      gate.awaitBegun(1);
      assertThat(task.cancel(false)).isFalse();
      gate.open();

      assertThat(task.get()).isFalse();
    }
  }

  @Test
  void anInterruptNeverHitsTheNextTask() throws Exception {
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      List<CompletableFuture<Boolean>> bystanders = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        CompletableFuture<Integer> victim = pool.submit(() -> 1);
        bystanders.add(pool.submit(() -> Thread.interrupted()));
        // Before, while or after it runs.
        victim.cancel(true);
      }
      for (CompletableFuture<Boolean> bystander : bystanders) {
        assertThat(bystander.get()).isFalse();
      }
    }
  }

  @Test
  void interruptsReachTheRightOneOfSeveralWorkers() throws Exception {
    Marks marks = new Marks(directory);
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(2).build()) {
      CompletableFuture<Boolean> other =
          pool.submit(
              () -> {
                gate.pass();
                return Thread.currentThread().isInterrupted();
              });
      CompletableFuture<?> victim = pool.submit(() -> interruptible(marks));
      awaitBegun(marks);
      gate.awaitBegun(1);
      victim.cancel(true);

      assertThatThrownBy(victim::get).hasCauseInstanceOf(InterruptedException.class);
      gate.open();
      assertThat(other.get()).isFalse();
    }
  }

  private static int interruptible(Marks marks) throws InterruptedException {
    waitForEver(marks);
    return 0;
  }

  @Test
  void aTaskThatHasNotBegunIsCancelledAndNobodyInterrupted() throws Exception {
    Gate gate = new Gate(directory);
    try (MpiPoolExecutor pool = builder().maxWorkers(1).build()) {
      CompletableFuture<Boolean> running =
          pool.submit(
              () -> {
                gate.pass();
                return Thread.currentThread().isInterrupted();
              });
      gate.awaitBegun(1);
      CompletableFuture<Integer> waiting = pool.submit(() -> 1);

      assertThat(waiting.cancel(true)).isTrue();
      assertThat(waiting).isCancelled();
      gate.open();
      assertThat(running.get()).isFalse();
    }
  }
}
