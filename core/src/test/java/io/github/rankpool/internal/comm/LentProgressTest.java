package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LevelledRuntime;
import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Threads that wait run the cycles of a loop themselves. */
class LentProgressTest {
  /** Whoever sleeps when it must not is found by this. */
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private final AtomicInteger offered = new AtomicInteger();
  private final AtomicInteger taken = new AtomicInteger();
  private final ScriptedAgent agent = new ScriptedAgent(this::work);
  private @Nullable CommLoop running;
  private @Nullable Thread communicationThread;

  private int work() {
    workers.add(Thread.currentThread());
    int fresh = offered.get() - taken.get();
    taken.addAndGet(fresh);
    return fresh;
  }

  @AfterEach
  void end() throws InterruptedException {
    if (running != null && communicationThread != null) {
      running.stop();
      communicationThread.join();
    }
  }

  private CommLoop notRunning(ThreadLevel level) {
    CommLoop made =
        new CommLoop(new LevelledRuntime(new ManualBackend(1), level, new AtomicInteger()));
    made.attach(agent);
    return made;
  }

  /** Starts a loop on a thread of its own, with an agent that expects nothing. */
  private CommLoop run() throws Exception {
    CompletableFuture<CommLoop> started = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              CommLoop made = new CommLoop(new ManualBackend(1));
              made.attach(agent);
              started.complete(made);
              made.run(false);
            });
    thread.start();
    communicationThread = thread;
    CommLoop loop = started.get(10, TimeUnit.SECONDS);
    running = loop;
    return loop;
  }

  /** The communication thread may sleep instead, as nothing is expected, until it is woken. */
  private static void makeProgressUntilItRests(CommLoop loop) {
    for (int cycle = 1; !loop.isLent(); cycle++) {
      loop.make();
      if (cycle % 1000 == 0) {
        loop.wake();
      }
    }
  }

  @Test
  void whoWaitsRunsTheCycleItself() {
    CommLoop lent = notRunning(ThreadLevel.SERIALIZED);
    offered.set(3);

    assertThat(lent.make()).isEqualTo(3);
    assertThat(lent.make()).isZero();
    assertThat(workers).containsExactly(Thread.currentThread());
  }

  @Test
  void belowSerializedOnlyTheCommunicationThreadCallsMpi() {
    assertThat(notRunning(ThreadLevel.FUNNELED).make()).isEqualTo(Progress.NOT_LENT);
    assertThat(workers).isEmpty();
  }

  @Test
  void commandsAreLeftToTheCommunicationThread() {
    CommLoop lent = notRunning(ThreadLevel.MULTIPLE);
    lent.execute(() -> {});

    assertThat(lent.make()).isEqualTo(Progress.NOT_LENT);
  }

  @Test
  void agentThatMightBlockIsLeftToTheCommunicationThread() {
    CommLoop lent = notRunning(ThreadLevel.MULTIPLE);
    agent.mayBeLent = false;

    assertThat(lent.make()).isEqualTo(Progress.NOT_LENT);
  }

  @Test
  void oneOfTwoAgentsWouldBeNeglected() {
    CommLoop lent = notRunning(ThreadLevel.MULTIPLE);
    lent.attach(new ScriptedAgent(() -> 0));

    assertThat(lent.make()).isEqualTo(Progress.NOT_LENT);
  }

  @Test
  void aCycleIsNotRunWithinACycle() {
    CommLoop lent = notRunning(ThreadLevel.MULTIPLE);
    AtomicInteger inner = new AtomicInteger();
    agent.work =
        () -> {
          inner.set(lent.make());
          return 1;
        };

    assertThat(lent.make()).isOne();
    assertThat(inner).hasValue(Progress.NOT_LENT);
  }

  @Test
  void agentThatThrowsIsFailedByWhoeverRunsTheCycle() {
    CommLoop lent = notRunning(ThreadLevel.MULTIPLE);
    agent.work =
        () -> {
          throw new IllegalStateException("on purpose");
        };
    lent.make();

    assertThat(agent.cause).hasMessage("on purpose");
    assertThat(lent.make()).isEqualTo(Progress.NOT_LENT);
  }

  @Test
  void communicationThreadRestsWhileOthersMakeProgress() throws Exception {
    CommLoop loop = run();
    makeProgressUntilItRests(loop);

    assertThat(workers).contains(Thread.currentThread());
  }

  @Test
  void communicationThreadGoesOnWhenNobodyElseDoes() throws Exception {
    CommLoop loop = run();
    for (int round = 0; round < 200; round++) {
      makeProgressUntilItRests(loop);
      loop.resume();
      offered.incrementAndGet();
      agent.newWork = true;
      loop.wake();
      while (taken.get() < offered.get()) {
        Thread.onSpinWait();
      }
    }

    assertThat(workers).contains(communicationThread);
  }

  /**
   * The communication thread sleeps without limit, as nothing is expected. That changes while
   * somebody else has the turn, who then leaves.
   */
  @Test
  void communicationThreadIsTakenOutOfASleepThatHasBecomeTooLong() throws Exception {
    CommLoop loop = run();
    for (int round = 0; round < 200; round++) {
      agent.expectation = Expectation.NOTHING;
      loop.execute(() -> {});
      agent.expectation = Expectation.SOON;
      while (loop.make() == Progress.NOT_LENT) {
        Thread.onSpinWait();
      }
      loop.leave();
      offered.incrementAndGet();
      while (taken.get() < offered.get()) {
        Thread.onSpinWait();
      }
    }

    assertThat(workers).contains(communicationThread);
  }

  @Test
  void newWorkIsAttendedToByWhoBringsItOrByTheCommunicationThread() throws Exception {
    CommLoop loop = run();
    for (int round = 0; round < 2_000 && !watchdog.isHalfOver(); round++) {
      if (round % 2 == 0) {
        loop.make();
      }
      offered.incrementAndGet();
      agent.newWork = true;
      loop.attend();
      while (taken.get() < offered.get()) {
        Thread.onSpinWait();
      }
    }

    assertThat(workers).contains(Thread.currentThread());
  }
}
