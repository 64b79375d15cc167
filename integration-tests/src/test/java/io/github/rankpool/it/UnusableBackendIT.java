package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.examples.Pi;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot work is refused with the value, where it came from, and what to do about it. */
@ExtendWith(Watchdog.class)
class UnusableBackendIT {

  @Test
  @RequiresBackend("openmpi")
  void aBackendThatCannotBeUsedIsNotReplacedByAnother() {
    TestProcess.Result result =
        Launch.OPENMPI
            .program(List.of("-Drankpool.openmpi.jar=/nonexistent"), Pi.class, "--workers", "1")
            .run();

    assertRefused(
        result,
        "RP-307: backend 'openmpi' (environment variable RANKPOOL_BACKEND)",
        "-Drankpool.openmpi.jar is set to '/nonexistent', which cannot be used: no such file",
        "Correct the setting or remove it");
  }

  @Test
  void anMpjHomeThatIsNoneIsNamed() {
    TestProcess.Result result =
        Launch.MPJ
            .program(List.of("-Drankpool.mpj.home=/nonexistent"), Pi.class, "--workers", "1")
            .run();

    assertRefused(
        result,
        "RP-307: backend 'mpj' (environment variable RANKPOOL_BACKEND)",
        "rankpool.mpj.home",
        "/nonexistent");
  }

  @Test
  void aBackendThatIsNotThereIsAnsweredWithThoseThatAre() {
    TestProcess.Result result =
        Launch.THREADS
            .java(List.of(), Pi.class, "--workers", "1")
            .environment("RANKPOOL_BACKEND", "nonsense")
            .run();

    assertRefused(
        result,
        "RP-306: no backend 'nonsense' (environment variable RANKPOOL_BACKEND)",
        "name one");
    assertThat(result.output()).containsPattern("there are \\[.*threads]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zero", "0", "-1", "1.5"})
  void aNumberOfWorkersThatIsNoneIsNamedWithItsVariable(String workers) {
    TestProcess.Result result =
        Launch.THREADS
            .program(List.of(), Pi.class)
            .environment("RANKPOOL_MAX_WORKERS", workers)
            .run();

    assertRefused(result, "RP-101", workers, "environment variable RANKPOOL_MAX_WORKERS");
  }

  @ParameterizedTest
  @CsvSource({"OPENMPI, RP-338", "MPJ, RP-3"})
  void workersWhoseJvmDoesNotStartBreakThePoolInTime(Launch launch, String code) {
    assertRefused(
        bootupWithBadJvmArgument(launch), "BrokenPoolException: RP-202", code, "NoSuchFlag");
  }

  /** There Open MPI itself ends the job, before the time limit of the spawn. */
  @Test
  void underMpiexecTheyEndTheProgramInTime() {
    assertRefused(bootupWithBadJvmArgument(Launch.MPIEXEC), "NoSuchFlag", "non-zero");
  }

  private static TestProcess.Result bootupWithBadJvmArgument(Launch launch) {
    return launch
        .program(List.of("-Drankpool.spawn.timeout=5"), BootupProgram.class, "-XX:NoSuchFlag")
        .limit(Duration.ofSeconds(30))
        .run();
  }

  private static void assertRefused(TestProcess.Result result, String... messages) {
    assertThat(result.exitStatus()).as(result.output()).isNotZero();
    assertThat(result.output()).contains(messages);
    assertThat(result.leftovers()).as(result.output()).isEmpty();
  }
}
