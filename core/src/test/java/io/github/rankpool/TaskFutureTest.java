package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.dispatch.PoolSpec;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
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
          null);

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
