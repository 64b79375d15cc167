package io.github.rankpool.internal.comm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.testkit.ManualBackend;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CommLoopTest {
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private final CommLoop loop = new CommLoop(new ManualBackend(1));

  /** Works so many times, then finishes. */
  private static ScriptedAgent worker(int times) {
    AtomicInteger left = new AtomicInteger(times);
    ScriptedAgent[] self = new ScriptedAgent[1];
    self[0] =
        new ScriptedAgent(
            () -> {
              self[0].finished = left.decrementAndGet() <= 0;
              return 1;
            });
    return self[0];
  }

  @Test
  void endsWhenTheLastAgentHasFinished() {
    ScriptedAgent first = worker(2);
    ScriptedAgent second = worker(5);
    loop.attach(first);
    loop.attach(second);
    loop.run(true);

    assertThat(first.calls).containsExactly("work", "work");
    assertThat(second.calls).hasSize(5).containsOnly("work");
  }

  @Test
  void agentThatThrowsIsFailedAndTheOthersGoOn() {
    IllegalStateException thrown = new IllegalStateException("on purpose");
    ScriptedAgent throwing =
        new ScriptedAgent(
            () -> {
              throw thrown;
            });
    ScriptedAgent other = worker(3);
    loop.attach(other);
    loop.attach(throwing);
    loop.run(true);

    assertThat(throwing.calls).containsExactly("work", "fail");
    assertThat(throwing.cause).isSameAs(thrown);
    assertThat(other.calls).containsExactly("work", "work", "work");
  }

  @Test
  void agentThatCannotEvenFailIsDropped() {
    ScriptedAgent hopeless =
        new ScriptedAgent(
            () -> {
              throw new AssertionError("on purpose");
            });
    hopeless.failsToFail = true;
    ScriptedAgent other = worker(3);
    loop.attach(hopeless);
    loop.attach(other);
    loop.run(true);

    assertThat(hopeless.calls).containsExactly("work", "fail");
    assertThat(other.calls).containsExactly("work", "work", "work");
  }

  @Test
  void agentThatHasNoMemoryToFailIsAskedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    ScriptedAgent starved =
        new ScriptedAgent(
            () -> {
              throw new OutOfMemoryError("thrown on purpose by a test");
            });
    starved.onFail =
        () -> {
          if (attempts.incrementAndGet() < 3) {
            throw new OutOfMemoryError("thrown on purpose by a test");
          }
        };
    loop.attach(starved);
    loop.run(true);

    assertThat(starved.calls).containsExactly("work", "fail", "fail", "fail");
    assertThat(starved.finished).isTrue();
  }

  @Test
  void agentsThatAreLeftAtTheEndAreFailed() {
    ScriptedAgent left = new ScriptedAgent(() -> 0);
    loop.attach(left);
    assertThat(loop.execute(loop::stop)).isTrue();
    loop.run(false);

    assertThat(left.cause).hasMessageContaining("RP-210");
  }

  @Test
  void commandsRunInTheirOrderBeforeAgentsWork() {
    List<Integer> order = new ArrayList<>();
    loop.attach(
        new ScriptedAgent(
            () -> {
              order.add(0);
              loop.stop();
              return 0;
            }));
    loop.execute(() -> order.add(1));
    loop.execute(() -> order.add(2));
    loop.run(false);

    assertThat(order).containsExactly(1, 2, 0);
  }

  @Test
  void commandThatThrowsDoesNotEndTheLoop() {
    loop.execute(
        () -> {
          throw new IllegalStateException("thrown on purpose by a test");
        });
    ScriptedAgent agent = worker(2);
    loop.attach(agent);
    loop.run(true);

    assertThat(agent.calls).containsExactly("work", "work");
  }

  @Test
  void commandMayAttachAnAgent() {
    ScriptedAgent agent = worker(1);
    loop.execute(
        () -> {
          loop.attach(agent);
          loop.endSoon();
        });
    loop.run(false);

    assertThat(agent.calls).contains("work");
  }

  @Test
  void commandsAfterTheEndAreRefused() {
    loop.stop();
    loop.run(false);
    AtomicInteger ran = new AtomicInteger();

    assertThat(loop.execute(ran::incrementAndGet)).isFalse();
    assertThat(ran).hasValue(0);
  }

  @Test
  void commandsThatMeetTheEndEitherRunOrAreRefused() throws Exception {
    for (int round = 0; round < 200; round++) {
      CompletableFuture<CommLoop> started = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                CommLoop meeting = new CommLoop(new ManualBackend(1));
                started.complete(meeting);
                meeting.run(false);
              });
      thread.start();
      CommLoop meeting = started.get(10, TimeUnit.SECONDS);
      AtomicInteger ran = new AtomicInteger();
      int accepted = 0;
      for (int i = 0; i < 50; i++) {
        if (i == 25) {
          meeting.stop();
        }
        accepted += meeting.execute(() -> ran.incrementAndGet()) ? 1 : 0;
      }
      thread.join();

      assertThat(ran).hasValue(accepted);
    }
  }

  @Test
  void endSoonAsksEveryAgentAndWaitsForTheirEnd() {
    ScriptedAgent agent = new ScriptedAgent(() -> 0);
    loop.attach(agent);
    loop.endSoon();
    loop.run(false);

    assertThat(agent.calls).startsWith("endSoon");
    assertThat(agent.cause).isNull();
  }

  @Test
  void errorOfTheBackendFailsTheAgentsAndIsThrown() {
    AssertionError broken = new AssertionError("backend is broken");
    ScriptedAgent agent = new ScriptedAgent(() -> 0);
    loop.attach(agent);
    loop.execute(
        () -> {
          throw broken;
        });

    assertThatThrownBy(() -> loop.run(false)).isSameAs(broken);
    assertThat(agent.cause).isSameAs(broken);
  }

  /**
   * The loop sleeps without limit between the rounds: a wake-up that is lost ends in the watchdog.
   */
  @Test
  void wakeUpsAreNotLost() throws Exception {
    CompletableFuture<CommLoop> started = new CompletableFuture<>();
    ScriptedAgent agent = new ScriptedAgent(() -> 0);
    Thread thread =
        new Thread(
            () -> {
              CommLoop sleeping = new CommLoop(new ManualBackend(1));
              sleeping.attach(agent);
              started.complete(sleeping);
              sleeping.run(false);
            });
    thread.start();
    CommLoop sleeping = started.get(10, TimeUnit.SECONDS);
    for (int round = 0; round < 20_000 && !watchdog.isHalfOver(); round++) {
      CountDownLatch ran = new CountDownLatch(1);
      assertThat(sleeping.execute(ran::countDown)).isTrue();
      assertThat(ran.await(10, TimeUnit.SECONDS)).as("round %d", round).isTrue();
    }
    sleeping.stop();
    thread.join();
  }

  @Test
  void newWorkOfAnAgentIsSeenAfterAWakeUp() throws Exception {
    CompletableFuture<CommLoop> started = new CompletableFuture<>();
    CountDownLatch[] seen = {new CountDownLatch(1)};
    AtomicInteger offered = new AtomicInteger();
    AtomicInteger taken = new AtomicInteger();
    ScriptedAgent agent =
        new ScriptedAgent(
            () -> {
              if (taken.get() == offered.get()) {
                return 0;
              }
              taken.set(offered.get());
              seen[0].countDown();
              return 1;
            });
    Thread thread =
        new Thread(
            () -> {
              CommLoop sleeping = new CommLoop(new ManualBackend(1));
              sleeping.attach(agent);
              started.complete(sleeping);
              sleeping.run(false);
            });
    thread.start();
    CommLoop sleeping = started.get(10, TimeUnit.SECONDS);
    for (int round = 0; round < 5_000 && !watchdog.isHalfOver(); round++) {
      CountDownLatch next = new CountDownLatch(1);
      seen[0] = next;
      offered.incrementAndGet();
      agent.newWork = true;
      sleeping.wake();
      assertThat(next.await(10, TimeUnit.SECONDS)).as("round %d", round).isTrue();
    }
    sleeping.stop();
    thread.join();
  }
}
