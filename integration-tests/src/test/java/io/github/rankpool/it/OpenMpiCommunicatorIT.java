package io.github.rankpool.it;

import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The communicator of tasks, on processes of Open MPI. */
@ExtendWith(Watchdog.class)
@RequiresBackend("openmpi")
class OpenMpiCommunicatorIT {
  private static final Duration LIMIT = Duration.ofSeconds(80);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void worksOnAnyNumberOfRanks(int ranks) {
    String[] all =
        Arrays.stream(CommunicatorProgram.Scenario.values()).map(Enum::name).toArray(String[]::new);
    Launch.ranks(ranks, CommunicatorProgram.class, all).limit(LIMIT).run().assertClean();
  }
}
