package io.github.rankpool.backend.mpj;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.MpjRun;
import io.github.rankpool.testkit.TestProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranks of MPJ's own launcher: what they find out, and that messages reach them. */
class StaticLaunchIT {
  private static final List<String> PROGRAM = MpjRun.program(LaunchedProgram.class, "a b", "c");

  private static MpjRun in(Path folder) {
    return MpjRun.in(folder, MpjTests.installation().home());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void ranksThatAreThreads(int ranks, @TempDir Path folder) {
    check(in(folder).threads(ranks, PROGRAM), ranks, "smpdev");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void ranksThatAreProcesses(int ranks, @TempDir Path folder) {
    check(in(folder).processes(ranks, PROGRAM), ranks, "niodev");
  }

  @Test
  void theWorkingFolderMayHaveBlanks(@TempDir Path folder) {
    check(in(folder.resolve("a folder")).threads(2, PROGRAM), 2, "smpdev");
  }

  private static void check(TestProcess.Result result, int ranks, String device) {
    result.assertClean();
    int value = 100;
    for (int rank = 0; rank < ranks; rank++) {
      assertThat(result.output())
          .contains("rank " + rank + " of " + ranks + " on " + device + " with [a b, c]");
      if (rank > 0) {
        assertThat(result.output()).contains("rank " + rank + " got " + value + "\n");
        value += rank;
      }
    }
    assertThat(result.output())
        .contains("rank 0 got " + value + "\n")
        .doesNotContainIgnoringCase("log4j", "exception");
  }
}
