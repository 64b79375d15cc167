package io.github.rankpool.spi;

import java.util.List;

/**
 * What a spawned or launched rank runs: named by its class in a {@link SpawnRequest}, or given to
 * {@link RankMain} on the command line. Implementations are public and have a public constructor
 * without arguments.
 */
public interface RankProgram {

  /**
   * Runs on the thread that started MPI. The caller closes the runtime afterwards.
   *
   * @param runtime this rank's MPI
   * @param arguments as given in the spawn request or on the command line
   * @throws Exception to end this rank as failed; it is reported on standard error
   */
  void run(MpiRuntime runtime, List<String> arguments) throws Exception;
}
