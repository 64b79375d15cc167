package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the number of workers comes from. */
@ExtendWith(Watchdog.class)
class WorkerCountIT {
  private static final String VARIABLE = "RANKPOOL_MAX_WORKERS";
  private static final List<String> PROPERTY = List.of("-Drankpool.max-workers=2");

  @TempDir private Path directory;

  private static void assertWorkers(int workers, TestProcess.Builder program) {
    TestProcess.Result result = program.run().assertClean();

    assertThat(result.output()).contains("workers: " + workers + "\n");
  }

  @ParameterizedTest
  @EnumSource
  void theProgramComesBeforePropertyAndEnvironment(Launch launch) {
    assertWorkers(
        3, launch.program(PROPERTY, WorkerCountProgram.class, "3").environment(VARIABLE, "1"));
  }

  @ParameterizedTest
  @EnumSource
  void thePropertyComesBeforeTheEnvironment(Launch launch) {
    assertWorkers(2, launch.program(PROPERTY, WorkerCountProgram.class).environment(VARIABLE, "1"));
  }

  @ParameterizedTest
  @EnumSource
  void theEnvironmentComesBeforeTheUniverse(Launch launch) {
    assertWorkers(
        2, launch.program(List.of(), WorkerCountProgram.class).environment(VARIABLE, "2"));
  }

  @ParameterizedTest
  @EnumSource
  void theFileComesAfterTheEnvironmentAndBeforeTheVariableOfMpi4py(Launch launch)
      throws IOException {
    Path file = Files.writeString(directory.resolve("settings"), "max-workers = 2\n");
    TestProcess.Builder program =
        launch
            .program(List.of(), WorkerCountProgram.class)
            .environment("MPI4PY_FUTURES_MAX_WORKERS", "3");

    assertWorkers(3, program);
    assertWorkers(2, program.environment("RANKPOOL_CONFIG", file.toString()));
    assertWorkers(1, program.environment(VARIABLE, "1"));
  }

  /** Threads have no other universe, and MPJ Express makes none beyond the machine. */
  @ParameterizedTest
  @CsvSource({
    "THREADS, 1, 1", "THREADS, 2, 1", "THREADS, 4, 3",
    "MPJ, 1, 1", "MPJ, 2, 1", "MPJ, 4, 3"
  })
  void workersAreAsManyAsProcessorsBesideTheProgramButAtLeastOne(
      Launch launch, int processors, int workers) {
    List<String> flags = List.of("-XX:ActiveProcessorCount=" + processors);

    assertWorkers(workers, launch.program(flags, WorkerCountProgram.class));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "4, 3"})
  void theUniverseHasRoomForWorkersBesideTheProgram(int slots, int workers) throws IOException {
    Path hosts = directory.resolve("hosts");
    Files.writeString(hosts, "localhost slots=" + slots + "\n");

    assertWorkers(
        workers,
        Launch.MPIEXEC
            .program(List.of(), WorkerCountProgram.class)
            .environment("OMPI_MCA_orte_default_hostfile", hosts.toString()));
  }

  @Test
  void withoutAUniverseThereIsOne() {
    assertWorkers(1, Launch.OPENMPI.program(List.of(), WorkerCountProgram.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1"})
  void aNumberThatIsNoneIsRefusedWithItsOrigin(String workers) {
    TestProcess.Result byProgram =
        Launch.THREADS.program(List.of(), WorkerCountProgram.class, workers).run();
    TestProcess.Result byProperty =
        Launch.THREADS
            .program(List.of("-Drankpool.max-workers=" + workers), WorkerCountProgram.class)
            .run();

    assertRefused(byProgram, "'" + workers + "' (given to maxWorkers)");
    assertRefused(byProperty, "'" + workers + "' (system property rankpool.max-workers)");
  }

  private static void assertRefused(TestProcess.Result result, String message) {
    assertThat(result.exitStatus()).isNotZero();
    assertThat(result.output()).contains("IllegalArgumentException", "RP-101", message);
  }
}
