package io.github.rankpool.testkit;

import io.github.rankpool.spi.MpiProvider;
import java.util.Map;

/** How a backend runs ranks for tests, and what it cannot do. */
public interface WorldHarness {

  /**
   * The backend under test, as found in the JVM of the test.
   *
   * @return the provider
   */
  MpiProvider provider();

  /**
   * What the backend cannot do. Tests that need it are skipped, showing the reason.
   *
   * @return the reason for each capability that is missing; empty for a backend that can do all
   */
  Map<Capability, String> missing();

  /**
   * Runs a scenario on every rank of a new world and waits until all have ended.
   *
   * @param ranks size of the world, at least one
   * @param scenario what each rank runs
   * @throws AssertionError if any rank failed, with the failing ranks' stack traces or output; if
   *     the time limit has passed; or if a process or file of the world was left behind
   */
  void run(int ranks, Scenario scenario);
}
