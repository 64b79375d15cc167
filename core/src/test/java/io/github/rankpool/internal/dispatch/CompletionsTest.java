package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
  void completionsRunInTheirOrderOnAThreadOfThePool() {
    List<Integer> expected = new ArrayList<>();
    List<String> threads = Collections.synchronizedList(new ArrayList<>());
    completions.add(() -> threads.add(Thread.currentThread().getName()));
    for (int i = 0; i < 1_000; i++) {
      add(i);
      expected.add(i);
      if (i % 100 == 0) {
        completions.flush();
      }
    }
    CountDownLatch last = addLast();
    completions.flush();
    await(last);

    assertThat(done).isEqualTo(expected);
    assertThat(threads).containsExactly("test-completions-1");
  }

  @Test
  void nothingRunsBeforeTheFlush() {
    add(1);

    assertThat(completions.isEmpty()).isFalse();
    assertThat(done).isEmpty();
  }

  @Test
  void blockedCallbackDoesNotHoldUpTheOthers() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch blocked = new CountDownLatch(3);
    try {
      for (int i = 0; i < 3; i++) {
        completions.add(
            () -> {
              blocked.countDown();
              await(release);
            });
        add(i);
      }
      CountDownLatch last = addLast();
      completions.flush();

      await(last);
      await(blocked);
      assertThat(done).containsExactlyInAnyOrder(0, 1, 2);
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
  void completionThatThrowsDoesNotEndTheOthers() {
    completions.add(
        () -> {
          throw new IllegalStateException("thrown on purpose by a test");
        });
    completions.add(
        () -> {
          throw new StackOverflowError("thrown on purpose by a test");
        });
    add(1);
    CountDownLatch last = addLast();
    completions.flush();

    await(last);
    assertThat(done).containsExactly(1);
  }

  @Test
  void closeRunsWhatIsQueued() {
    add(1);
    CountDownLatch last = addLast();
    completions.close();

    await(last);
    assertThat(done).containsExactly(1);
  }

  @Test
  void completionsAddedWhileTheQueueIsDrainedAreNotForgotten() {
    for (int round = 0; round < 2_000; round++) {
      CountDownLatch last = addLast();
      completions.flush();
      await(last);
    }
    assertThat(completions.isEmpty()).isTrue();
  }

  @Test
  void oneHandOverServesMany() {
    Deque<Runnable> handedOver = new ArrayDeque<>();
    Completions byHand = new Completions(handedOver::add, () -> {});
    List<Integer> ran = new ArrayList<>();
    byHand.flush();
    assertThat(handedOver).isEmpty();
    byHand.add(() -> ran.add(1));
    byHand.flush();
    byHand.add(() -> ran.add(2));
    byHand.flush();
    Runnable drain = handedOver.removeFirst();
    drain.run();

    assertThat(ran).containsExactly(1, 2);
    assertThat(byHand.isEmpty()).isTrue();
    byHand.add(() -> ran.add(3));
    byHand.flush();
    assertThat(handedOver).isNotEmpty();
  }
}
