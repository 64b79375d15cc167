package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.dispatch.PoolSpec;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A thread that waits for a future takes its completion over. */
class TaskFutureTest {
  /** A completion that nobody runs is found by this. */
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(60));

  private final TaskSender sender =
      new TaskSender(
          new Pool(new PoolSpec("test", 0, null, () -> null)),
          JavaCodec.selfContained(),
          TaskFutureTest.class.getClassLoader(),
          null,
          TaskOptions.defaults());

  private TaskFuture<String> future() {
    return new TaskFuture<>(sender, 1, Payload.ofBytes(new byte[0]), String.class::cast);
  }

  @Test
  void whereNobodyWaitsNobodyTakesOver() {
    assertThat(future().takeOver(() -> {})).isFalse();
  }

  @Test
  void theThreadThatWaitsRunsTheCompletion() throws Exception {
    AtomicReference<Thread> ranOn = new AtomicReference<>();
    for (boolean taken = false; !taken; ) {
      TaskFuture<String> future = future();
      Runnable completion =
          () -> {
            ranOn.set(Thread.currentThread());
            future.complete("result");
          };
      AtomicReference<Thread> waiter = new AtomicReference<>();
      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(
              () -> {
                waiter.set(Thread.currentThread());
                return future.join();
              });
      while (waiter.get() == null) {
        Thread.onSpinWait();
      }
      // It may have fallen asleep before.
      taken = future.takeOver(completion);
      if (!taken) {
        future.complete("result");
      }
      assertThat(waiting.get(20, TimeUnit.SECONDS)).isEqualTo("result");
      if (taken) {
        assertThat(ranOn).hasValue(waiter.get());
      }
    }
  }

  @Test
  void everyCompletionRunsOnceWhateverTheMoment() throws Exception {
    int rounds = 20_000;
    for (int i = 0; i < rounds; i++) {
      TaskFuture<String> future = future();
      AtomicInteger runs = new AtomicInteger();
      Runnable completion =
          () -> {
            runs.incrementAndGet();
            future.complete("result");
          };
      CompletableFuture<String> waiting =
          CompletableFuture.supplyAsync(i % 2 == 0 ? future::join : () -> getInVain(future));
      for (int spins = i % 1_000; spins > 0; spins--) {
        Thread.onSpinWait();
      }
      if (!future.takeOver(completion)) {
        completion.run();
      }
      assertThat(future.get(20, TimeUnit.SECONDS)).isEqualTo("result");
      waiting.get(20, TimeUnit.SECONDS);
      assertThat(runs).hasValue(1);
    }
  }

  private static Thread startWaiting(Executor executor, Runnable wait) throws Exception {
    CompletableFuture<Thread> waiter = new CompletableFuture<>();
    executor.execute(
        () -> {
          waiter.complete(Thread.currentThread());
          wait.run();
        });
    Thread thread = waiter.get(20, TimeUnit.SECONDS);
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private static void startThread(Runnable body) {
    Thread thread = new Thread(body, "waits");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void aThreadThatHasFallenAsleepRunsTheCompletionToo() throws Exception {
    TaskFuture<String> future = future();
    CompletableFuture<Thread> ranOn = new CompletableFuture<>();
    Thread waiter = startWaiting(TaskFutureTest::startThread, future::join);

    final boolean taken =
        future.takeOver(
            () -> {
              ranOn.complete(Thread.currentThread());
              future.complete("result");
            });

    assertThat(taken).isTrue();
    assertThat(ranOn.get(20, TimeUnit.SECONDS)).isSameAs(waiter);
    waiter.join();
  }

  @Test
  void aThreadThatHasFallenAsleepWakesUpWhoeverCompletesTheFuture() throws Exception {
    TaskFuture<String> future = future();
    Thread waiter = startWaiting(TaskFutureTest::startThread, future::join);

    future.complete("result");

    waiter.join(20_000);
    assertThat(waiter.isAlive()).isFalse();
  }

  /** It may wait for what the thread does afterwards. */
  @Test
  void aThreadThatWaitsDoesNotTakeOverWhereThereAreCallbacks() throws Exception {
    TaskFuture<String> future = future();
    future.thenAccept(result -> {});
    Thread waiter = startWaiting(TaskFutureTest::startThread, future::join);

    assertThat(future.takeOver(() -> {})).isFalse();

    future.complete("result");
    waiter.join();
  }

  @Test
  void anInterruptEndsTheWaitAndWhatComesThenIsNotTakenOver() throws Exception {
    TaskFuture<String> future = future();
    CompletableFuture<Exception> thrown = new CompletableFuture<>();
    Thread waiter =
        startWaiting(
            TaskFutureTest::startThread,
            () -> {
              try {
                future.get();
              } catch (Exception e) {
                thrown.complete(e);
              }
            });

    waiter.interrupt();

    assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertThat(future.takeOver(() -> {})).isFalse();
  }

  @Test
  void manyWaitsInVainLeaveNoMoreBehindThanOne() {
    TaskFuture<String> future = future();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> future.get(2, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
    }

    assertThat(future.getNumberOfDependents()).isLessThanOrEqualTo(1);
  }

  /** Its pool then lets another thread work. */
  @Test
  void aThreadOfAForkJoinPoolSleepsWhereItsPoolKnows() throws Exception {
    TaskFuture<String> future = future();
    ForkJoinPool pool = new ForkJoinPool(1);
    try {
      startWaiting(pool, future::join);

      assertThat(future.takeOver(() -> {})).isFalse();
      assertThat(pool.submit(() -> "meanwhile").get(20, TimeUnit.SECONDS)).isEqualTo("meanwhile");
    } finally {
      future.complete("result");
      pool.shutdown();
    }
  }

  /** Waits for so short a time that it often ends before the result comes. */
  private static String getInVain(TaskFuture<String> future) {
    try {
      return future.get(2, TimeUnit.MICROSECONDS);
    } catch (TimeoutException e) {
      return "timeout";
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
