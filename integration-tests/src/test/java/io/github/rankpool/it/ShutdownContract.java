package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every way to shut a pool down. */
abstract class ShutdownContract {
  private static final int WAITING = 10;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path directory;

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  /** A pool whose only worker is busy, and tasks that wait for it. */
  private final class BusyPool {
    final Gate gate;
    final MpiPoolExecutor pool = builder().maxWorkers(1).build();
    final CompletableFuture<Integer> running;
    final List<CompletableFuture<Integer>> waiting;

    BusyPool() {
      // A task that named the field would have to take this object along.
      Gate local = new Gate(directory);
      gate = local;
      running =
          pool.submit(
              () -> {
                local.pass();
                return 1;
              });
      gate.awaitBegun(1);
      waiting = IntStream.range(0, WAITING).mapToObj(i -> pool.submit(() -> i)).toList();
    }

    void assertEnded(boolean cancelled) {
      assertThat(pool.isTerminated()).isTrue();
      assertThat(running).isCompletedWithValue(1);
      if (cancelled) {
        assertThat(waiting).allMatch(CompletableFuture::isCancelled);
      } else {
        assertThat(waiting).allMatch(future -> future.isDone() && !future.isCancelled());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void shutdownWaitsAndCancelsAsItIsTold(boolean wait, boolean cancelPending) throws Exception {
    BusyPool busy = new BusyPool();
    if (wait) {
      Thread waiter = new Thread(() -> busy.pool.shutdown(true, cancelPending));
      waiter.start();
      await().until(busy.pool::isShutdown);
      assertThat(waiter.isAlive()).isTrue();
      busy.gate.open();
      waiter.join();
    } else {
      busy.pool.shutdown(false, cancelPending);
      assertThat(busy.pool.isTerminated()).isFalse();
      assertThat(busy.running).isNotDone();
      busy.gate.open();
      assertThat(busy.pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    busy.assertEnded(cancelPending);
    busy.pool.close();
  }

  @Test
  void aSecondShutdownMayStillCancelWhatTheFirstLetRun() {
    BusyPool busy = new BusyPool();
    busy.pool.shutdown(false, false);
    busy.pool.shutdown(false, false);
    assertThat(busy.waiting).noneMatch(CompletableFuture::isDone);
    busy.pool.shutdown(false, true);
    busy.pool.shutdown(false, true);
    // Before the task that runs may end.
    await().until(() -> busy.waiting.stream().allMatch(CompletableFuture::isCancelled));
    busy.gate.open();
    busy.pool.shutdown(true, true);

    busy.assertEnded(true);
    busy.pool.shutdown(true, false);
    assertThat(busy.pool.shutdownNow()).isEmpty();
  }

  @Test
  void manyThreadsMayShutDownAtOnce() throws Exception {
    BusyPool busy = new BusyPool();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      boolean wait = i % 2 == 0;
      boolean cancel = i >= 4;
      threads.add(new Thread(() -> busy.pool.shutdown(wait, cancel)));
    }
    threads.add(new Thread(busy.pool::close));
    threads.forEach(Thread::start);
    await().until(() -> busy.waiting.stream().allMatch(CompletableFuture::isCancelled));
    busy.gate.open();
    for (Thread thread : threads) {
      thread.join();
    }

    busy.assertEnded(true);
  }

  @Test
  void aTasksCallbackMayCloseThePool() throws Exception {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    CompletableFuture<Boolean> closed =
        pool.submit(() -> 1)
            .thenApply(
                one -> {
                  pool.close();
                  return pool.isTerminated();
                });

    assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPoolMayBeShutDownWhileItStarts() {
    MpiPoolExecutor pool = builder().maxWorkers(1).initializer(new Samples.Nothing()::run).build();
    CompletableFuture<Integer> task = pool.submit(() -> 1);
    pool.shutdown();
    pool.close();

    assertThat(task).isCompletedWithValue(1);
  }

  @Test
  void tasksCancelledWhileThePoolStartsAreNotRun() {
    Marks marks = new Marks(directory);
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    CompletableFuture<?> task = pool.submit(() -> marks.set("ran"));
    List<Runnable> unstarted = pool.shutdownNow();
    pool.close();

    // It may just have begun.
    assertThat(task.isCancelled()).isNotEqualTo(marks.isSet("ran"));
    assertThat(unstarted).hasSize(task.isCancelled() ? 1 : 0);
  }

  @Test
  void afterShutdownNothingCanBeStarted() {
    MpiPoolExecutor pool = builder().maxWorkers(1).build();
    pool.bootup();
    pool.shutdown(true, false);

    assertThatThrownBy(pool::bootup)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("RP-201");
    assertThatThrownBy(() -> pool.bootup(false)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(pool::threadLevel).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> pool.submit(() -> 1))
        .isInstanceOf(RejectedExecutionException.class)
        .hasMessageContaining("RP-201");
    assertThatThrownBy(() -> pool.execute(new Samples.Nothing()))
        .isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> pool.invokeAll(List.of(() -> 1)))
        .isInstanceOf(RejectedExecutionException.class);
    assertThat(pool.workerCount()).isZero();
  }
}
