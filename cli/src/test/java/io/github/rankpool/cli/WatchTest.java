package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.testkit.Watchdog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Watchdog.class)
class WatchTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private final Path folder;

  WatchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Watch begin(Path report, Path trace) throws RefusedException {
    RunOptions options =
        new RunOptions(null, null, false, null, report.toString(), trace.toString());
    return Watch.begin(
        "org.example.Main", options, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private static void runTasks(int count) {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend("threads").maxWorkers(2).build()) {
      for (int i = 0; i < count; i++) {
        pool.submit(() -> 1).join();
      }
    }
  }

  @Test
  void thePoolsMadeMeanwhileAreInTheFiles() throws Exception {
    Path report = folder.resolve("run.html");
    Path trace = folder.resolve("run.json");
    runTasks(9);
    try (Watch watch = begin(report, trace)) {
      assertThat(watch).isNotNull();
      runTasks(3);
      runTasks(4);
      assertThat(report).doesNotExist();
    }
    runTasks(5);

    assertThat(Files.readString(report))
        .contains("<title>Run of org.example.Main</title>", "<dt>tasks done</dt><dd>7</dd>");
    assertThat(Files.readString(trace).lines().filter(line -> line.contains("\"ran_ms\"")))
        .hasSize(7);
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void aFileThatCannotBeWrittenIsNamedAndTheOtherWritten() throws Exception {
    Path gone = Files.createDirectory(folder.resolve("gone"));
    Path trace = folder.resolve("run.json");
    try (Watch watch = begin(gone.resolve("run.html"), trace)) {
      assertThat(watch).isNotNull();
      Files.delete(gone);
    }

    assertThat(said.toString(StandardCharsets.UTF_8))
        .startsWith("RP-622: " + gone.resolve("run.html") + " cannot be written");
    assertThat(trace).exists();
  }
}
