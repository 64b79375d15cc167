package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several executors of a program that {@code rankpool run} runs. */
@ExtendWith(Watchdog.class)
class SharedPoolIT {

  private static List<String> output(int ranks) {
    TestProcess.Result result =
        Launch.mpiexec(ranks, List.of(), Main.class, "run", "-m", SharedPoolProgram.class.getName())
            .run()
            .assertClean();
    return result.output().lines().toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void executorsShareTheWorkersButNotTheirSettings(int ranks) {
    int workers = Math.max(1, ranks - 1);

    assertThat(output(ranks))
        .contains(
            "workers: " + workers + " and " + workers,
            "globals are kept apart: true",
            // Once for each executor, on every worker.
            "initialized: " + Collections.nCopies(workers, "[first, second]"),
            // Alone, the program shares a thread already.
            "own workers: " + (ranks == 1 ? 1 : 3) + " of threads");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void tasksOfAnOpenPoolAreRunAfterTheEndOfMain(int ranks) {
    assertThat(output(ranks)).contains("main ends", "after the end of main: later");
  }
}
