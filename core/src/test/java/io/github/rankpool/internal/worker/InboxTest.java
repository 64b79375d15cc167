package io.github.rankpool.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InboxTest {
  /** A job that nobody is woken for is found by this. */
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private final Inbox inbox = new Inbox(Progress.NONE);

  @Test
  void jobsComeOutInTheirOrder() {
    for (int i = 0; i < 1_000; i++) {
      inbox.put(Job.forget(i));
    }
    for (int i = 0; i < 1_000; i++) {
      assertThat(inbox.take().id).isEqualTo(i);
    }
  }

  @Test
  void sleepingTakerIsWoken() throws Exception {
    CompletableFuture<Job> taken = CompletableFuture.supplyAsync(inbox::take);
    TimeUnit.MILLISECONDS.sleep(20);
    inbox.put(Job.forget(7));

    assertThat(taken.get(20, TimeUnit.SECONDS).id).isEqualTo(7);
  }

  @Test
  void noWakeUpIsLostWhateverTheMoment() throws Exception {
    int jobs = 20_000;
    CompletableFuture<Void> taker =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < jobs; i++) {
                assertThat(inbox.take().id).isEqualTo(i);
              }
            });
    for (int i = 0; i < jobs; i++) {
      inbox.put(Job.forget(i));
      if (i % 100 == 0) {
        // Long enough to end the other thread's patience now and then.
        LockSupport.parkNanos(i * 10L);
      }
    }

    taker.get(25, TimeUnit.SECONDS);
  }

  @Test
  void interruptMeantForATaskDoesNotEndTheWait() throws Exception {
    CompletableFuture<Job> taken = new CompletableFuture<>();
    Thread taker =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              taken.complete(inbox.take());
            });
    taker.start();
    TimeUnit.MILLISECONDS.sleep(20);
    assertThat(taken).isNotDone();
    inbox.put(Job.forget(1));

    assertThat(taken.get(20, TimeUnit.SECONDS).id).isEqualTo(1);
    taker.join();
  }
}
