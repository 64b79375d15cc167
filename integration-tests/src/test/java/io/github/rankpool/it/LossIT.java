package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of programs whose worker processes are killed or stopped. */
@ExtendWith(Watchdog.class)
class LossIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final String RECOVERY = "OMPI_MCA_orte_enable_recovery";
  private static final int LATER_SUM = 199 * 200 / 2;

  @TempDir private Path folder;

  /** How the program is started. */
  enum Start {
    OPENMPI(Launch.OPENMPI),
    OPENMPI_BY_LAUNCHER(Launch.MPIEXEC),
    OPENMPI_SHARED(null),
    MPJ(Launch.MPJ);

    private final Launch launch;

    Start(Launch launch) {
      this.launch = launch;
    }

    private TestProcess.Builder program(String... arguments) {
      if (launch != null) {
        return launch.program(List.of(), LossProgram.class, arguments);
      }
      List<String> command = Launch.javaCommand(List.of(), Main.class);
      command.addAll(List.of("run", "-m", LossProgram.class.getName()));
      command.addAll(List.of(arguments));
      return Launch.mpiexec(4, command);
    }
  }

  private TestProcess.Result run(Start start, String fate, boolean recovers) {
    return start
        .program(fate, folder.toString())
        .environment(RECOVERY, recovers ? "1" : "0")
        .environment("RANKPOOL_HEARTBEAT", "300ms")
        .environment("RANKPOOL_HEARTBEAT_LIMIT", "2")
        .limit(LIMIT)
        .run();
  }

  private static List<String> found(String pattern, TestProcess.Result result) {
    return Pattern.compile(pattern)
        .matcher(result.output())
        .results()
        .map(r -> r.group(1))
        .toList();
  }

  private static void assertNothingIsLeft(TestProcess.Result result) {
    assertThat(result.leftovers()).as(result.output()).isEmpty();
    assertThat(found("process (\\d+)", result))
        .as(result.output())
        .hasSizeGreaterThanOrEqualTo(3)
        // A launcher that was cut short does not wait for those it has told to end.
        .allSatisfy(
            pid ->
                await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty()));
  }

  @ParameterizedTest
  @CsvSource({
    "OPENMPI, kill, its process has ended",
    "OPENMPI_BY_LAUNCHER, kill, its process has ended",
    "OPENMPI_SHARED, kill, its process has ended",
    "MPJ, kill, MPI reports",
    "OPENMPI, stop, no heartbeat",
    "OPENMPI_BY_LAUNCHER, stop, no heartbeat",
    "OPENMPI_SHARED, stop, no heartbeat",
    "MPJ, stop, no heartbeat"
  })
  void onlyTheTaskOfALostWorkerFailsAndThePoolGoesOn(Start start, String fate, String evidence) {
    TestProcess.Result result = run(start, fate, true);

    String output = result.output();
    assertThat(result.exitStatus()).as(output).isZero();
    assertThat(found("(value) \\d+", result)).as(output).hasSize(2);
    assertThat(found("(?m)^(failed) ", result)).as(output).hasSize(1);
    assertThat(output)
        .contains("WorkerLostException: RP-228: worker 1 of 3", evidence, "last seen 20")
        .contains("later sum " + LATER_SUM + " of 2 workers", "closed")
        .doesNotContain("BrokenPool");
    assertThat(found("lost process (\\d+)", result))
        .isEqualTo(List.of(found("worker's process (\\d+)", result).get(1)));
    assertNothingIsLeft(result);
  }

  @ParameterizedTest
  @EnumSource
  void aWorkerThatStandsStillForLessThanTheLimitIsNotLost(Start start) {
    TestProcess.Result result = run(start, "freeze", true).assertClean();

    assertThat(found("(value) \\d+", result)).as(result.output()).hasSize(3);
    assertThat(result.output())
        .contains("later sum " + LATER_SUM + " of 3 workers")
        .doesNotContain("RP-228");
  }

  @ParameterizedTest
  @CsvSource({"OPENMPI, true", "OPENMPI, false", "OPENMPI_BY_LAUNCHER, true", "MPJ, true"})
  void aLostWorkerIsReplacedAndItsTaskRunAgain(Start start, boolean recovers) {
    TestProcess.Result result = run(start, "kill and replace", recovers);

    assertThat(result.exitStatus()).as(result.output()).isZero();
    assertThat(found("(value) \\d+", result)).as(result.output()).hasSize(3);
    assertThat(result.output())
        .contains("RP-228", "RP-254", "later sum " + LATER_SUM + " of 3 workers", "closed")
        .doesNotContain("failed with");
    assertNothingIsLeft(result);
  }

  @Test
  void withoutRecoveryAllSpawnedWorkersEndWithTheFirstAndEveryFutureFailsWithTheReason() {
    TestProcess.Result result = run(Start.OPENMPI, "kill all", false);

    assertThat(result.output())
        .contains("RP-253: Open MPI ends all workers of a pool when one of them dies")
        .contains("noticed after", "RP-228")
        .containsAnyOf("BrokenPoolException: RP-202", "RP-229: all workers were lost");
    assertThat(found("(?m)^(value|failed) ", result)).as(result.output()).hasSize(3);
    assertNothingIsLeft(result);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENMPI_BY_LAUNCHER", "OPENMPI_SHARED"})
  void withoutRecoveryTheLauncherEndsTheWholeProgramWhichWasToldSoBefore(Start start) {
    TestProcess.Result result = run(start, "kill all", false);

    assertThat(result.exitStatus()).as(result.output()).isNotZero();
    assertThat(result.output()).contains("RP-253", "mpiexec --enable-recovery");
    assertNothingIsLeft(result);
  }
}
