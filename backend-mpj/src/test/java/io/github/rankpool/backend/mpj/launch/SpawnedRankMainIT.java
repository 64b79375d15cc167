package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranks that are started by hand. */
class SpawnedRankMainIT {
  private static TestProcess.Builder rank() {
    return TestProcess.command(
        TestProcess.javaExecutable(),
        "-cp",
        System.getProperty("java.class.path"),
        SpawnedRankMain.class.getName());
  }

  @Test
  void withoutAStartUpRecordItEndsAndSaysSo(@TempDir Path directory) throws Exception {
    Path garbage = Files.writeString(directory.resolve("garbage"), "no record, but long enough");
    for (TestProcess.Builder rank : new TestProcess.Builder[] {rank(), rank().input(garbage)}) {
      TestProcess.Result result = rank.run();
      assertThat(result.exitStatus()).isEqualTo(2);
      assertThat(result.output()).startsWith("RP-356: ");
    }
  }
}
