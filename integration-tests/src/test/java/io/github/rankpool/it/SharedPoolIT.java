package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several executors of a program that {@code rankpool run} runs. */
@ExtendWith(Watchdog.class)
class SharedPoolIT {

  @TempDir private Path folder;

  private List<String> output(Way way, int ranks) {
    List<String> command = Launch.javaCommand(List.of(), Main.class);
    command.addAll(List.of("run", "-m", SharedPoolProgram.class.getName()));
    Way.Program program = new Way.Program(List.of(), command, command);
    return way.run(folder, ranks, program).assertClean().output().lines().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "SHARED, 1",
    "SHARED, 2",
    "SHARED, 4",
    "MPJ_SHARED_THREADS, 1",
    "MPJ_SHARED_THREADS, 4",
    "MPJ_SHARED_PROCESSES, 1",
    "MPJ_SHARED_PROCESSES, 4"
  })
  void executorsShareTheWorkersButNotTheirSettings(Way way, int ranks) {
    int workers = Math.max(1, ranks - 1);

    assertThat(output(way, ranks))
        .contains(
            "workers: " + workers + " and " + workers,
            "globals are kept apart: true",
            // Once for each executor, on every worker.
            "initialized: " + Collections.nCopies(workers, "[first, second]"),
            // Alone, the program shares a thread already.
            "own workers: " + (ranks == 1 ? 1 : 3) + " of threads");
  }

  @ParameterizedTest
  @CsvSource({
    "SHARED, 1", "SHARED, 3",
    "MPJ_SHARED_THREADS, 1", "MPJ_SHARED_THREADS, 3",
    "MPJ_SHARED_PROCESSES, 1", "MPJ_SHARED_PROCESSES, 3"
  })
  void tasksOfAnOpenPoolAreRunAfterTheEndOfMain(Way way, int ranks) {
    assertThat(output(way, ranks)).contains("main ends", "after the end of main: later");
  }
}
