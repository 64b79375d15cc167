package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** However a program ends, its workers end with it and nothing is left of them. */
@ExtendWith(Watchdog.class)
class EndIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** Of SIGINT, in a mask of signals. */
  private static final long INTERRUPT_BIT = 1L << 1;

  @ParameterizedTest
  @CsvSource({
    "THREADS, close, 0", "OPENMPI, close, 0", "MPIEXEC, close, 0", "MPJ, close, 0",
    "THREADS, return, 0", "OPENMPI, return, 0", "MPIEXEC, return, 0", "MPJ, return, 0",
    "THREADS, exit, 3", "OPENMPI, exit, 3", "MPIEXEC, exit, 3", "MPJ, exit, 3",
    "THREADS, throw, 1", "OPENMPI, throw, 1", "MPIEXEC, throw, 1", "MPJ, throw, 1"
  })
  void programsEndInTimeAndLeaveNothing(Launch launch, String end, int exitStatus) {
    TestProcess.Result result = launch.program(List.of(), EndProgram.class, end).limit(LIMIT).run();

    // But for the line that says what MPI ends with what.
    assertThat(result.output()).contains("tasks done").doesNotContainPattern("RP-(?!253)");
    assertThat(result.exitStatus()).as(result.output()).isEqualTo(exitStatus);
    assertThat(result.leftovers()).as(result.output()).isEmpty();
    Set<String> processes = found("process (\\d+)", result);
    assertThat(processes).hasSize(launch.hasProcesses() ? 3 : 1);
    assertThat(processes).noneMatch(pid -> ProcessHandle.of(Long.parseLong(pid)).isPresent());
    assertThat(found("segment (/dev/shm/\\S+)", result))
        .noneMatch(segment -> Path.of(segment).toFile().exists());
  }

  @ParameterizedTest
  @CsvSource({
    "THREADS, TERM", "OPENMPI, TERM", "MPIEXEC, TERM", "MPJ, TERM",
    "THREADS, INT", "OPENMPI, INT", "MPIEXEC, INT", "MPJ, INT",
    "THREADS, KILL", "OPENMPI, KILL", "MPIEXEC, KILL", "MPJ, KILL"
  })
  void aProgramThatIsToldToEndOrKilledTakesItsWorkersWithIt(Launch launch, String signal)
      throws Exception {
    assumeTrue(
        !signal.equals("INT") || isInterruptHeard(),
        "this JVM was started to ignore SIGINT, as its children are, too");
    TestProcess.Result result =
        endedBy(signal, launch.program(List.of(), EndProgram.class, "wait"));

    assertThat(result.exitStatus()).as(result.output()).isNotZero();
  }

  /** Shells start background commands with SIGINT ignored, and JVMs leave it at that. */
  private static boolean isInterruptHeard() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
        .noneMatch(ignored -> (ignored & INTERRUPT_BIT) != 0);
  }

  @Test
  @RequiresBackend("openmpi")
  void whereLaunchersLetRanksOutliveEachOtherWorkersEndWithTheirMasterAllTheSame()
      throws Exception {
    // What the launcher makes of that in its status is its own affair.
    endedBy(
        "KILL",
        Launch.MPIEXEC
            .program(List.of(), EndProgram.class, "wait")
            .environment("OMPI_MCA_orte_enable_recovery", "1"));
  }

  /** Sends the program a signal; its workers have ended when this returns. */
  private static TestProcess.Result endedBy(String signal, TestProcess.Builder program)
      throws Exception {
    try (TestProcess process = program.limit(LIMIT).start()) {
      process.awaitOutput("waits");
      String master =
          Pattern.compile("program (\\d+) waits")
              .matcher(process.output())
              .results()
              .findFirst()
              .orElseThrow()
              .group(1);
      assertThat(new ProcessBuilder("kill", "-" + signal, master).start().waitFor()).isZero();
      TestProcess.Result result = process.await();

      assertThat(found("process (\\d+)", result))
          .allSatisfy(
              pid ->
                  await()
                      .atMost(LIMIT)
                      .until(() -> ProcessHandle.of(Long.parseLong(pid)).isEmpty()));
      return result;
    }
  }

  private static Set<String> found(String pattern, TestProcess.Result result) {
    return Pattern.compile(pattern)
        .matcher(result.output())
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  @Test
  @RequiresBackend("openmpi")
  void aWorkerThatDiesUnderOpenMpiHangsNobody() {
    TestProcess.Result result = runDeadWorkerProgram(Launch.OPENMPI);

    // Open MPI itself may end the whole job when a process dies; otherwise the pool breaks.
    if (result.output().contains("all futures are complete")) {
      assertThat(result.output()).contains("WorkerLostException: RP-228");
    } else {
      assertThat(result.exitStatus()).as(result.output()).isNotZero();
    }
  }

  @Test
  @RequiresBackend("mpj")
  void aWorkerThatDiesUnderMpjLeavesThePoolToTheOthers() {
    TestProcess.Result result = runDeadWorkerProgram(Launch.MPJ).assertClean();

    assertThat(result.output())
        .contains("WorkerLostException: RP-228", "value result", "all futures are complete")
        .doesNotContain("BrokenPoolException");
  }

  private static TestProcess.Result runDeadWorkerProgram(Launch launch) {
    TestProcess.Result result =
        launch.program(List.of(), DeadWorkerProgram.class).limit(Duration.ofSeconds(40)).run();
    assertThat(result.leftovers()).as(result.output()).isEmpty();
    return result;
  }

  @ParameterizedTest
  @EnumSource
  void whatWorkersPrintReachesTheTerminal(Launch launch) {
    TestProcess.Result result =
        launch.program(List.of(), OutputProgram.class).limit(LIMIT).run().assertClean();

    assertThat(result.output()).contains("worker's output", "worker's error");
  }

  @Test
  void poolsOfTwoBackendsLiveSideBySide() {
    TestProcess.Result result =
        Launch.OPENMPI.program(List.of(), TwoPoolsProgram.class).limit(LIMIT).run().assertClean();

    assertThat(result.output()).contains("threads here: true", "processes here: false");
  }

  @Test
  @RequiresBackend("mpj")
  void twoPoolsOnMpjAndOneOnOpenMpiWorkAtOnce() {
    TestProcess.Result result =
        Launch.OPENMPI
            .program(List.of(), ThreePoolsProgram.class)
            .limit(Duration.ofSeconds(40))
            .run()
            .assertClean();

    assertThat(result.output()).contains("backends: [mpj, mpj, openmpi]", "processes: 6");
  }
}
