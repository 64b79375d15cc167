package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The communicator of tasks, on ranks that MPJ Express's launcher started. */
@ExtendWith(Watchdog.class)
@RequiresBackend("mpj")
class MpjCommunicatorIT {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void worksOnAnyNumberOfRanksThatAreProcesses(int ranks, @TempDir Path folder) {
    String[] all = all();
    check(
        Launch.mpjrun(folder).processes(ranks, Launch.ranks(CommunicatorProgram.class, all)),
        ranks);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void worksOnAnyNumberOfRanksThatAreThreads(int ranks, @TempDir Path folder) {
    String[] all = all();
    check(
        Launch.mpjrun(folder).threads(ranks, Launch.ranks(CommunicatorProgram.class, all)), ranks);
  }

  private static String[] all() {
    return Arrays.stream(CommunicatorProgram.Scenario.values())
        .map(Enum::name)
        .toArray(String[]::new);
  }

  /** The launcher's exit status says nothing. */
  private static void check(TestProcess.Result result, int ranks) {
    result.assertClean();
    for (int rank = 0; rank < ranks; rank++) {
      assertThat(result.output()).contains("rank " + rank + " has passed [");
    }
  }
}
