package io.github.rankpool;

import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.spi.MpiRuntime;
import java.util.function.Supplier;

/**
 * Where a communicator comes from.
 *
 * @param runtime MPI of this rank
 * @param hosts acquires a communication thread for this rank, to be released
 */
record Origin(MpiRuntime runtime, Supplier<CommHost> hosts) {

  /** MPI that somebody else has started. */
  static Origin adopted(MpiRuntime runtime) {
    return new Origin(runtime, () -> CommHost.adopt(runtime));
  }
}
