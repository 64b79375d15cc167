package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Watchdog.class)
class TestProcessTest {

  private static TestProcess.Builder shell(String script) {
    return TestProcess.command("/bin/sh", "-c", script);
  }

  @Test
  void givesStatusAndBothOutputsInOrder() {
    TestProcess.Result result =
        shell("echo one; echo two >&2; echo $COLOR; exit 3").environment("COLOR", "green").run();
    assertThat(result.exitStatus()).isEqualTo(3);
    assertThat(result.output()).isEqualTo("one\ntwo\ngreen\n");
    assertThat(result.leftovers()).isEmpty();
    assertThatThrownBy(result::assertClean).hasMessageContaining("exit status 3");
  }

  @Test
  void standardInputIsEmptyOrThatOfAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("input"), "from a file");

    assertThat(shell("cat").run().assertClean().output()).isEmpty();
    assertThat(shell("cat").input(file).run().assertClean().output()).isEqualTo("from a file");
  }

  @Test
  void muchOutputDoesNotBlockTheCommand() {
    TestProcess.Result result = shell("head -c 5000000 /dev/zero | tr '\\0' x").run();
    assertThat(result.assertClean().output()).hasSize(5_000_000);
  }

  @Test
  void commandsBeyondTheirLimitAreEnded() {
    LeakCheck leaks = LeakCheck.begin();
    TestProcess.Builder slow = shell("echo begun; sleep 100").limit(Duration.ofSeconds(1));
    assertThatThrownBy(slow::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("longer than PT1S")
        .hasMessageContaining("begun");
    leaks.assertNothingLeft();
  }

  @Test
  void outputIsAwaitedAndClosingEndsTheWholeFamily() {
    ProcessHandle child;
    try (TestProcess process = shell("sleep 100 & echo ready; wait").start()) {
      process.awaitOutput("ready");
      child =
          process.family().stream()
              .filter(member -> member.pid() != process.pid())
              .findFirst()
              .orElseThrow();
    }
    child.onExit().join();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void outputThatCannotComeAnyMoreIsNotWaitedFor() {
    try (TestProcess process = shell("echo something else").start()) {
      assertThatThrownBy(() -> process.awaitOutput("never"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("something else");
    }
  }

  @Test
  void processesThatExecuteAnotherProgramAreFoundAtEveryMoment(@TempDir Path folder)
      throws IOException {
    Path restless = Files.writeString(folder.resolve("restless"), "exec /bin/sh \"$0\"");
    try (TestProcess process =
        shell("setsid /bin/sh " + restless + " </dev/null >/dev/null 2>&1 & echo $!").start()) {
      process.awaitOutput("\n");
      long detached = Long.parseLong(process.output().trim());
      for (int i = 0; i < 500; i++) {
        assertThat(process.family()).anyMatch(member -> member.pid() == detached);
      }
    }
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(left -> left.info().commandLine().orElse("").contains(restless.toString()));
  }

  @Test
  void processesAndFilesLeftBehindAreToldAndRemoved() {
    TestProcess.Result result =
        shell("touch $TMPDIR/forgotten; setsid sleep 100 >/dev/null 2>&1 & exit 0").run();
    assertThat(result.leftovers()).anyMatch(left -> left.contains("sleep"));
    TestProcess.Result files = shell("touch $TMPDIR/forgotten").run();
    assertThat(files.leftovers()).containsExactly("forgotten");
    assertThatThrownBy(files::assertClean).hasMessageContaining("forgotten");
  }
}
