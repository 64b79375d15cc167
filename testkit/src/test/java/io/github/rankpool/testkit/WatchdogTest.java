package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class WatchdogTest {

  /** Run by the tests below only. */
  static class Subject {
    @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(1));

    @Test
    void hangs() throws InterruptedException {
      new CountDownLatch(1).await();
    }

    @Test
    void repeatsForHalfOfTheTime() {
      while (!watchdog.isHalfOver() && !Thread.currentThread().isInterrupted()) {
        Thread.onSpinWait();
      }
    }

    @Test
    void ends() {
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void testsThatHangAreInterruptedAndFail() {
    LeakCheck leaks = LeakCheck.begin();
    Events tests =
        EngineTestKit.engine("junit-jupiter")
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
            .selectors(selectClass(Subject.class))
            .execute()
            .testEvents();
    tests.assertStatistics(statistics -> statistics.succeeded(2).failed(1));
    tests
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test("hangs"),
                finishedWithFailure(message(text -> text.contains("took longer than PT1S")))));
    leaks.assertNothingLeft();
  }
}
