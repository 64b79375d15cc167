package io.github.rankpool.backend.mpj;

import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.ScenarioProgram;
import java.util.List;

/** Run by mpjrun: each rank runs scenarios of the contract, one after the other, in its world. */
public final class LaunchedWorldProgram {
  private LaunchedWorldProgram() {}

  /**
   * Runs on every rank.
   *
   * @param arguments the launcher's, then names of scenarios
   * @throws Exception of a scenario
   */
  public static void main(String[] arguments) throws Exception {
    MpjProvider provider = new MpjProvider();
    try (MpiRuntime runtime = provider.start(ThreadLevel.MULTIPLE)) {
      for (String scenario : provider.programArguments(arguments)) {
        runtime.world().barrier();
        new ScenarioProgram().run(runtime, List.of(scenario));
        System.out.println("rank " + runtime.world().rank() + " has passed " + scenario + ".");
      }
    }
  }
}
