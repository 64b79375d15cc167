package io.github.rankpool.cli;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What the command line says about a run, beside the program.
 *
 * @param backend for the pools of the program, or null
 * @param workers how many each of them starts, or null
 * @param progress whether to show how far the tasks have come
 * @param metricsPort where to serve the pools' meters, 0 for any port that is free, or null
 * @param report file for a page about the run, or null
 * @param trace file for a trace of the run, or null
 */
record RunOptions(
    @Nullable String backend,
    @Nullable Integer workers,
    boolean progress,
    @Nullable Integer metricsPort,
    @Nullable String report,
    @Nullable String trace)
    implements Serializable {
  static final RunOptions NONE = new RunOptions(null, null, false, null, null, null);

  /** Whether the program's pools are to start workers, where no launcher has started any. */
  boolean choosesWorkers() {
    return backend != null || workers != null;
  }
}
