package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command {@code rankpool doctor} with real backends, whole and broken. */
@ExtendWith(Watchdog.class)
class DoctorIT {
  private static final int SCREEN_LINES = 40;

  private static TestProcess.Builder doctor(List<String> jvmArguments, String... options) {
    String[] words = new String[options.length + 1];
    words[0] = "doctor";
    System.arraycopy(options, 0, words, 1, options.length);
    return Launch.THREADS.java(jvmArguments, Main.class, words);
  }

  private static void assertStatus(int status, TestProcess.Result result) {
    assertThat(result.exitStatus()).as(result.output()).isEqualTo(status);
    assertThat(result.leftovers()).as(result.output()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Launch.class,
      names = {"THREADS", "OPENMPI", "MPJ"})
  void aBackendThatIsUsableSpawnsAWorkerThatAnswers(Launch launch) {
    Launch.assumeUsable(launch.backend());

    TestProcess.Result result = doctor(List.of(), "--backend", launch.backend()).run();

    assertStatus(0, result);
    assertThat(result.output())
        .contains(launch.backend() + " works", "threads     MULTIPLE", "universe")
        .containsPattern("worker +spawned in \\d+ ms; a message there and back in \\d+ us")
        .contains("Programs can use: " + launch.backend() + "\n");
  }

  @Test
  @RequiresBackend("openmpi")
  void allThatIsInstalledFitsOneScreen() {
    TestProcess.Result result = doctor(List.of()).run();

    assertStatus(0, result);
    assertThat(result.output())
        .contains(System.getProperty("java.version"), System.getProperty("java.home"))
        .contains("openmpi works", "Open MPI v", "libmpi_java", "mpi.jar", "threads works")
        .doesNotContain("\u001b");
    assertThat(result.output().lines().count()).isLessThanOrEqualTo(SCREEN_LINES);
  }

  @Test
  void whereNoMpiIsFoundTheReasonsAreGivenAndTheStatusIsThree() {
    TestProcess.Result result =
        doctor(List.of("-Drankpool.openmpi.library=/nonexistent"))
            .environment("MPJ_HOME", "/no mpj")
            .run();

    assertStatus(3, result);
    assertThat(result.output())
        .contains("threads works", "No MPI works here; programs run on threads")
        .doesNotContain("mpj works", "openmpi works");
  }

  @Test
  @RequiresBackend("mpj")
  void anMpjHomeThatIsNoneIsNamedWithItsRemedy() {
    TestProcess.Result result =
        doctor(List.of(), "--backend=mpj").environment("MPJ_HOME", "/no mpj").run();

    assertStatus(3, result);
    assertThat(result.output())
        .contains("mpj cannot be used", "MPJ_HOME is set to '/no mpj', which cannot be used")
        .contains("to do       Name the folder of MPJ Express 0.44", "Nothing works here.");
  }

  @Test
  @RequiresBackend("openmpi")
  void anMpiThatEndsItsProcessIsAFinding() {
    TestProcess.Result result =
        doctor(List.of(), "--backend=openmpi").environment("OMPI_MCA_pml", "nonsense").run();

    assertStatus(3, result);
    assertThat(result.output())
        .contains("openmpi does not work", "RP-611: the trial of backend 'openmpi' ended with")
        .contains(
            "while it started", "to do       Run a program that came with this MPI", "printed");
  }

  @Test
  @RequiresBackend("openmpi")
  void rootIsToldWhatMpiexecWants() {
    assumeTrue(System.getProperty("user.name").equals("root"), "the tests run as root");

    TestProcess.Result result =
        doctor(List.of(), "--backend=openmpi")
            .environment("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "")
            .run();

    assertStatus(0, result);
    assertThat(result.output()).contains("export OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1\n");
  }

  @Test
  void underMpiexecItRefusesOnce() {
    TestProcess.Result result = Launch.mpiexec(2, List.of(), Main.class, "doctor").run();

    assertStatus(2, result);
    assertThat(result.output()).containsOnlyOnce("RP-613: the launcher of openmpi");
  }
}
