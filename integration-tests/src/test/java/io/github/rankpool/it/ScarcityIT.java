package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Where memory, disk space or standard output is missing, every future is done all the same. */
@ExtendWith(Watchdog.class)
class ScarcityIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SUM = 199 * 200 / 2;

  @TempDir private Path folder;

  private TestProcess.Result run(TestProcess.Builder program) {
    TestProcess.Result result = program.limit(LIMIT).run();
    assertThat(result.leftovers()).as(result.output()).isEmpty();
    return result;
  }

  private Path reportFile() {
    return folder.resolve("report.txt");
  }

  private List<String> report(TestProcess.Result result) throws IOException {
    assertThat(reportFile()).as(result.output()).exists();
    return Files.readAllLines(reportFile());
  }

  private TestProcess.Builder program(
      Launch launch, List<String> flags, String scarce, String heap) {
    return launch.program(flags, ScarcityProgram.class, scarce, reportFile().toString(), heap);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENMPI", "MPJ"})
  void aTaskWithoutMemoryFailsAndItsWorkerGoesOn(Launch launch) throws IOException {
    TestProcess.Result result = run(program(launch, List.of(), "memory in a task", "64m"));

    assertThat(report(result))
        .containsExactly("greedy: OutOfMemoryError", "afterwards: " + SUM, "closed");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENMPI", "MPJ"})
  void aWorkerWithoutMemoryLeavesNoFutureBehind(Launch launch) throws IOException {
    TestProcess.Result result =
        run(
            program(launch, List.of(), "memory at a worker", "64m")
                .environment("OMPI_MCA_orte_enable_recovery", "1"));

    assertThat(report(result)).containsExactly("futures done: 201", "closed");
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENMPI", "MPJ"})
  void aMasterWithoutMemoryLeavesNoFutureBehind(Launch launch) throws IOException {
    TestProcess.Result result =
        run(program(launch, List.of("-Xmx176m"), "memory at the master", "256m"));

    assertThat(report(result)).containsExactly("futures done: 20, some failed: true", "closed");
  }

  @ParameterizedTest
  @CsvSource({
    "THREADS, >&- 2>&-",
    "OPENMPI, >&- 2>&-",
    "MPIEXEC, >&- 2>&-",
    "MPJ, >&- 2>&-",
    "THREADS, > /dev/full 2>&1",
    "OPENMPI, > /dev/full 2>&1",
    "MPJ, > /dev/full 2>&1"
  })
  void whereNothingCanBePrintedTasksAreRunAllTheSame(Launch launch, String redirection)
      throws IOException {
    List<String> words = new ArrayList<>(Launch.javaCommand(List.of(), ScarcityProgram.class));
    words.addAll(List.of("output", reportFile().toString(), "64m"));
    List<String> shell = List.of("sh", "-c", "exec \"$@\" " + redirection, "sh");
    List<String> command = new ArrayList<>(shell);
    command.addAll(words);
    TestProcess.Result result = run(launch.command(command));

    assertThat(report(result))
        .containsExactly("printed: value Integer", "afterwards: " + SUM, "closed");
  }

  /** A device that is always full: nothing can be kept there. */
  @ParameterizedTest
  @EnumSource(names = {"OPENMPI", "MPJ"})
  void whereNoCacheCanBeWrittenWorkersStartWithoutOne(Launch launch) throws IOException {
    Path file = Files.createFile(folder.resolve("no-folder"));
    TestProcess.Result result =
        run(
            program(launch, List.of(), "cache", "64m")
                .environment("XDG_CACHE_HOME", file.toString()));

    assertThat(report(result)).contains("afterwards: " + SUM, "closed");
    assertThat(result.exitStatus()).as(result.output()).isZero();
  }
}
