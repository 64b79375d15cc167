package io.github.rankpool.backend.mpj;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.testkit.BackendContract;
import io.github.rankpool.testkit.Capability;
import io.github.rankpool.testkit.Scenario;
import io.github.rankpool.testkit.WorldHarness;
import java.util.Map;

/** The backend contract on devices in one JVM; spawned ranks are those of {@code MpjContractIT}. */
class DevicesInOneJvmContractTest extends BackendContract {
  private static final String IN_ONE_JVM = "ranks are threads here; spawned processes have it";

  @Override
  protected WorldHarness harness() {
    return new WorldHarness() {
      @Override
      public MpiProvider provider() {
        return new MpjProvider();
      }

      @Override
      public Map<Capability, String> missing() {
        return Map.of(Capability.PROCESS_RANKS, IN_ONE_JVM, Capability.SPAWN, IN_ONE_JVM);
      }

      @Override
      public void run(int ranks, Scenario scenario) {
        DevicesInOneJvm.run(ranks, scenario);
      }
    };
  }
}
