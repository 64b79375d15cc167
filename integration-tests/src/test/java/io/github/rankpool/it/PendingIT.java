package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A program that comes to its end waits for the tasks that it has handed in. */
@ExtendWith(Watchdog.class)
class PendingIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final Pattern GATE = Pattern.compile("gate (\\S+)");
  private static final int TASKS = 20;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "THREADS, return, 0",
    "OPENMPI, return, 0",
    "MPIEXEC, return, 0",
    "THREADS, throw, 1",
    "OPENMPI, throw, 1",
    "THREADS, shutdown, 0",
    "OPENMPI, shutdown, 0",
    "MPJ, return, 0",
    "MPJ, throw, 1",
    "MPJ, shutdown, 0"
  })
  void tasksAndTheirCallbacksAreRunAfterTheEndOfMain(Launch launch, String end, int exitStatus)
      throws IOException {
    try (TestProcess process = start(launch, end)) {
      process.awaitOutput("main ends");
      assertThat(process.output()).doesNotContain("[callback 19]");
      openGate(process);
      TestProcess.Result result = process.await();

      for (int task = 0; task < TASKS; task++) {
        assertThat(result.output()).contains("[callback " + task + "]");
      }
      assertThat(result.exitStatus()).as(result.output()).isEqualTo(exitStatus);
      assertThat(result.leftovers()).as(result.output()).isEmpty();
    }
  }

  /** The gate stays shut. */
  @ParameterizedTest
  @EnumSource
  void aProgramThatExitsDoesNotWaitForThem(Launch launch) {
    try (TestProcess process = start(launch, "exit")) {
      TestProcess.Result result = process.await();

      assertThat(result.output()).contains("main ends").doesNotContain("[callback");
      assertThat(result.exitStatus()).as(result.output()).isEqualTo(EndProgram.EXIT_STATUS);
      assertThat(result.leftovers()).as(result.output()).isEmpty();
    }
  }

  private TestProcess start(Launch launch, String end) {
    return launch
        .program(List.of(), PendingProgram.class, end, directory.toString())
        .limit(LIMIT)
        .start();
  }

  private static void openGate(TestProcess process) throws IOException {
    Matcher gate = GATE.matcher(process.output());
    assertThat(gate.find()).isTrue();
    Files.createFile(Path.of(gate.group(1), "open"));
  }
}
