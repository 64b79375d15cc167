package io.github.rankpool.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
  void afterManyJobsItNapsBetweenLooksWhereCoresAreCrowded() {
    Lent lent = new Lent();
    Inbox crowded = new Inbox(lent, () -> true);
    lent.inbox = crowded;
    takeSome(crowded, 4 * Inbox.MANY);
    lent.looks.clear();
    lent.jobAtLook = 4;
    // A wake-up left over from another wait of this thread would cut a nap short.
    LockSupport.parkNanos(1);

    assertThat(crowded.take().id).isEqualTo(Lent.JOB);

    assertThat(lent.looks).hasSize(4);
    for (int i = 1; i < lent.looks.size(); i++) {
      assertThat(lent.looks.get(i) - lent.looks.get(i - 1)).isGreaterThan(Inbox.NAP_NANOS / 2);
    }
  }

  @Test
  void afterFewJobsOrOnFreeCoresItLooksAtOnce() {
    AtomicInteger asked = new AtomicInteger();
    Lent lent = new Lent();
    Inbox free =
        new Inbox(
            lent,
            () -> {
              asked.incrementAndGet();
              return false;
            });
    lent.inbox = free;
    takeSome(free, Inbox.MANY / 2);
    lent.looks.clear();
    lent.jobAtLook = 2;
    free.take();
    assertThat(asked).hasValue(0);

    takeSome(free, 2 * Inbox.MANY);
    lent.looks.clear();
    free.take();
    assertThat(asked).hasValue(1);
  }

  private static void takeSome(Inbox inbox, int count) {
    for (int i = 0; i < count; i++) {
      inbox.put(Job.forget(i));
    }
    for (int i = 0; i < count; i++) {
      inbox.take();
    }
  }

  /** Lets the taker make progress, and brings a job with one of its looks. */
  private static final class Lent implements Progress {
    static final long JOB = 4711;

    final List<Long> looks = new ArrayList<>();
    Inbox inbox = new Inbox(Progress.NONE);
    int jobAtLook = Integer.MAX_VALUE;

    @Override
    public int make() {
      looks.add(System.nanoTime());
      if (looks.size() == jobAtLook) {
        inbox.put(Job.forget(JOB));
        return 1;
      }
      return 0;
    }

    @Override
    public void wake() {}

    @Override
    public void leave() {}

    @Override
    public void resume() {}

    @Override
    public boolean isLent() {
      return true;
    }
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
