package io.github.rankpool.backend.openmpi;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.testkit.BackendContract;
import io.github.rankpool.testkit.Capability;
import io.github.rankpool.testkit.Scenario;
import io.github.rankpool.testkit.WorldHarness;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;

/** The backend contract, on ranks that mpiexec starts. */
class OpenMpiContractIT extends BackendContract {

  @BeforeAll
  static void needsOpenMpi() {
    RankCommand.assumeOpenMpi();
  }

  @Override
  protected WorldHarness harness() {
    return new WorldHarness() {
      @Override
      public MpiProvider provider() {
        return new OpenMpiProvider();
      }

      @Override
      public Map<Capability, String> missing() {
        return Map.of(
            Capability.BLOCKING_WAIT, "Open MPI can only be polled",
            Capability.LOSS_DETECTION, "Open MPI does not tell which ranks have died",
            Capability.RESTART, "MPI cannot be initialised again after it was finalised");
      }

      @Override
      public void run(int ranks, Scenario scenario) {
        RankCommand.launched(ranks, scenario.methodName());
      }
    };
  }
}
