package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class CompletionsTest {
  private final LeakCheck leaks = LeakCheck.begin();
  private final Completions completions = new Completions("test");
  private final List<Integer> done = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void threadsEndAfterClose() {
    completions.close();
    leaks.assertNothingLeft();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private void add(int number) {
    completions.add(() -> done.add(number));
  }

  private CountDownLatch addLast() {
    CountDownLatch last = new CountDownLatch(1);
    completions.add(last::countDown);
    return last;
  }

  @Test
  void completionsRunInTheirOrder() {
    Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    Completions byHand = new Completions(handedOver::add, () -> {});
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      int number = i;
      byHand.add(() -> done.add(number));
      expected.add(i);
      if (i % 100 == 0) {
        byHand.flush();
      }
    }
    handedOver.remove().run();

    assertThat(done).isEqualTo(expected);
  }

  @Test
  void completionsRunOnThreadsOfThePool() {
    List<String> threads = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch both = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      completions.add(
          () -> {
            threads.add(Thread.currentThread().getName());
            both.countDown();
          });
    }
    completions.flush();
    await(both);

    assertThat(threads).hasSize(2).allMatch(name -> name.startsWith("test-completions-"));
  }

  @Test
  void nothingRunsBeforeTheFlush() {
    add(1);

    assertThat(completions.isIdle()).isFalse();
    assertThat(done).isEmpty();
  }

  @Test
  void blockedCallbackDoesNotHoldUpTheOthers() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(3);
    CountDownLatch others = new CountDownLatch(3);
    try {
      for (int i = 0; i < 3; i++) {
        completions.add(
            () -> {
              blocked.countDown();
              await(release);
            });
        completions.add(others::countDown);
      }
      completions.flush();

      await(others);
      await(blocked);
      // Later ones as well.
      CountDownLatch later = addLast();
      completions.flush();
      await(later);
    } finally {
      release.countDown();
    }
  }

  @Test
  void callbackMayWaitForALaterOne() {
    CountDownLatch second = new CountDownLatch(1);
    completions.add(() -> await(second));
    completions.add(second::countDown);
    CountDownLatch last = addLast();
    completions.flush();

    await(last);
  }

  @Test
  void callbackOnABorrowedThreadMayWaitForTheEnd() {
    List<Boolean> idle = new ArrayList<>();
    boolean taken =
        completions.lend(
            () -> {
              try {
                idle.add(completions.isIdle());
                idle.add(completions.<Boolean>await(completions::isIdle));
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            borrowed -> {
              borrowed.run();
              return true;
            });

    assertThat(taken).isTrue();
    assertThat(idle).containsExactly(false, true);
    assertThat(completions.isIdle()).isTrue();
  }

  @Test
  void completionThatThrowsDoesNotEndTheOthers() {
    completions.add(
        () -> {
          throw new IllegalStateException("thrown on purpose by a test");
        });
    completions.add(
        () -> {
          throw new StackOverflowError("thrown on purpose by a test");
        });
    CountDownLatch last = addLast();
    completions.flush();

    await(last);
  }

  @Test
  void wantOfAThreadIsNoEndOfCompletions() {
    AtomicInteger refusals = new AtomicInteger(2);
    Executor scarce =
        drain -> {
          if (refusals.getAndDecrement() > 0) {
            throw new OutOfMemoryError("unable to create native thread, says a test");
          }
          Thread thread = new Thread(drain, "test-scarce");
          thread.setDaemon(true);
          thread.start();
        };
    Completions starved = new Completions(scarce, () -> {});
    CountDownLatch last = new CountDownLatch(1);
    starved.add(last::countDown);
    starved.flush();

    await(last);
    assertThat(refusals.get()).isNegative();
  }

  @Test
  void closeRunsWhatIsQueued() {
    CountDownLatch last = addLast();
    completions.close();

    await(last);
  }

  @Test
  void completionsAddedWhileTheQueueIsDrainedAreNotForgotten() {
    for (int round = 0; round < 2_000; round++) {
      CountDownLatch last = addLast();
      completions.flush();
      await(last);
    }
    // The drainer leaves a moment after the last thing it does.
    while (!completions.isIdle()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void oneHandOverServesMany() {
    // Also used by the thread that looks whether the queue moves.
    Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    Completions byHand = new Completions(handedOver::add, () -> {});
    List<Integer> ran = new ArrayList<>();
    byHand.flush();
    assertThat(handedOver).isEmpty();
    byHand.add(() -> ran.add(1));
    byHand.flush();
    byHand.add(() -> ran.add(2));
    byHand.flush();
    handedOver.remove().run();
    // On a machine that is busy, what looks whether the queue moves may have handed over another.
    for (Runnable more = handedOver.poll(); more != null; more = handedOver.poll()) {
      more.run();
    }

    assertThat(ran).containsExactly(1, 2);
    assertThat(byHand.isIdle()).isTrue();
    byHand.add(() -> ran.add(3));
    byHand.flush();
    assertThat(handedOver).isNotEmpty();
  }
}
