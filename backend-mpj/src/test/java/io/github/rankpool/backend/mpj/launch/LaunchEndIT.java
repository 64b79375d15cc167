package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How ranks end that do not want to. */
@ExtendWith(Watchdog.class)
class LaunchEndIT {
  private final LeakCheck leaks = LeakCheck.begin();

  @AfterEach
  void nothingIsLeft() {
    leaks.assertNothingLeft();
  }

  private static TestProcess parent(String status) {
    List<String> command = new ArrayList<>();
    command.add(TestProcess.javaExecutable());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(StubbornParent.class.getName());
    command.add(status);
    return TestProcess.command(command).start();
  }

  @Test
  void killingTheParentLeavesNoRankAfterTenSeconds() throws Exception {
    try (TestProcess parent = parent("stay")) {
      parent.awaitOutput("busy");
      parent.awaitOutput("hanging");
      List<ProcessHandle> ranks =
          parent.family().stream().filter(process -> process.pid() != parent.pid()).toList();
      assertThat(ranks).hasSize(3);
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      ProcessHandle.of(parent.pid()).orElseThrow().destroyForcibly();
      for (ProcessHandle rank : ranks) {
        rank.onExit().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    }
  }

  @Test
  void ranksDoNotOutliveAParentThatExits() {
    try (TestProcess parent = parent("7")) {
      parent.awaitOutput("busy");
      List<ProcessHandle> ranks =
          parent.family().stream().filter(process -> process.pid() != parent.pid()).toList();
      ProcessHandle.of(parent.pid()).orElseThrow().onExit().join();
      assertThat(ranks).noneMatch(ProcessHandle::isAlive);
      assertThat(parent.await().exitStatus()).isEqualTo(7);
    }
  }

  @Test
  void closeEndsBusyRanksInBoundedTime() throws Exception {
    LaunchedRanks ranks = LauncherIT.launch(SpawnRequest.of(3, MemberPrograms.Stubborn.class));
    MemberPrograms.awaitByteOfEach(ranks);
    long begin = System.nanoTime();
    ranks.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    for (int rank = 0; rank < 3; rank++) {
      assertThat(ProcessHandle.of(LauncherIT.pidOf(ranks.describe(rank)))).isEmpty();
      assertThat(ranks.link(rank).incoming().isOpen()).isFalse();
    }
    ranks.close();
  }

  @Test
  void anInterruptedCloseEndsThemAtOnce() throws Exception {
    LaunchedRanks ranks = LauncherIT.launch(SpawnRequest.of(2, MemberPrograms.Stubborn.class));
    MemberPrograms.awaitByteOfEach(ranks);
    long begin = System.nanoTime();
    Thread.currentThread().interrupt();
    ranks.close();
    assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
    assertThat(ProcessHandle.of(LauncherIT.pidOf(ranks.describe(0)))).isEmpty();
  }

  @Test
  void closeIsQuickForRanksThatEnd() throws Exception {
    LaunchedRanks ranks = LauncherIT.launch(SpawnRequest.of(2, MemberPrograms.Waits.class));
    MemberPrograms.awaitByteOfEach(ranks);
    ranks.link(0).close();
    ranks.link(1).close();
    long begin = System.nanoTime();
    ranks.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
  }
}
