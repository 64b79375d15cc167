package io.github.rankpool.it;

import io.github.rankpool.testkit.Watchdog;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code MpiCommExecutor} on processes of Open MPI. */
@ExtendWith(Watchdog.class)
@RequiresBackend("openmpi")
class OpenMpiCommExecutorIT {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void worksOnAnyNumberOfRanks(int ranks) {
    String[] all =
        Arrays.stream(CommExecutorProgram.Scenario.values()).map(Enum::name).toArray(String[]::new);
    Launch.ranks(ranks, CommExecutorProgram.class, all).run().assertClean();
  }
}
