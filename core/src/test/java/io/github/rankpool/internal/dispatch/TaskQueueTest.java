package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.testkit.Watchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class TaskQueueTest {
  private static final int SUBMITTERS = 3;
  private static final int TASKS = 2_000;

  private final TaskQueue queue = new TaskQueue();
  private final List<DispatchTask> taken = new ArrayList<>();

  private static DispatchTask task(long id) {
    return new DispatchTask(
        id, Payload.ofBytes(new byte[0]), TaskTerms.NONE, new RecordingListener());
  }

  @Test
  void tasksComeOutInTheirOrderAndNoMoreThanAsked() {
    List<DispatchTask> tasks = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      tasks.add(task(i));
    }
    tasks.forEach(each -> assertThat(queue.offer(each)).isTrue());

    assertThat(queue.drainTo(taken::add, 10)).isEqualTo(10);
    assertThat(queue.isEmpty()).isFalse();
    assertThat(queue.drainTo(taken::add, Integer.MAX_VALUE)).isEqualTo(2_990);
    assertThat(queue.drainTo(taken::add, 10)).isZero();
    assertThat(queue.isEmpty()).isTrue();
    assertThat(taken).containsExactlyElementsOf(tasks);
  }

  @Test
  void sealingTakesWhatIsLeftAndRefusesTheRest() {
    DispatchTask before = task(1);
    queue.offer(before);
    queue.seal(taken::add);

    assertThat(taken).containsExactly(before);
    assertThat(queue.offer(task(2))).isFalse();
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void sealingTwiceIsHarmless() {
    queue.seal(taken::add);
    queue.seal(taken::add);

    assertThat(taken).isEmpty();
  }

  /**
   * Every task is either accepted, and then sent by the one who drains, or refused, and then not
   * sent.
   */
  @RepeatedTest(100)
  void noTaskIsLostOrTakenTwiceWhenSubmittersMeetTheSeal() throws Exception {
    ExecutorService submitters = Executors.newFixedThreadPool(SUBMITTERS);
    try {
      CountDownLatch begun = new CountDownLatch(SUBMITTERS);
      List<Future<List<DispatchTask>>> accepted = new ArrayList<>();
      for (int i = 0; i < SUBMITTERS; i++) {
        long first = (long) i * TASKS;
        Callable<List<DispatchTask>> submitter =
            () -> {
              List<DispatchTask> mine = new ArrayList<>();
              begun.countDown();
              for (int k = 0; k < TASKS; k++) {
                DispatchTask next = task(first + k);
                if (queue.offer(next)) {
                  mine.add(next);
                }
              }
              return mine;
            };
        accepted.add(submitters.submit(submitter));
      }
      assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
      List<DispatchTask> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        queue.drainTo(task -> claim(task, sent), 100);
      }
      queue.seal(task -> claim(task, sent));

      List<DispatchTask> expected = new ArrayList<>();
      for (Future<List<DispatchTask>> each : accepted) {
        expected.addAll(each.get(30, TimeUnit.SECONDS));
      }
      assertThat(sent).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      submitters.shutdownNow();
    }
  }

  private static void claim(DispatchTask task, List<DispatchTask> sent) {
    if (task.send()) {
      sent.add(task);
    }
  }
}
