package io.github.rankpool.backend.openmpi;

import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.Optional;

/**
 * The way from this package into the one loaded with {@code mpi.jar}. Public because the two have
 * different class loaders; not for applications.
 */
public interface BindingsEntry {

  /**
   * Initialises MPI (MPI-4.0 §11.6.2).
   *
   * @param required the level of thread support to ask for
   * @param installation where the bindings came from; spawned ranks are told
   * @param sharedFate what becomes of other ranks when one dies; empty if nothing does
   * @return the runtime
   * @throws io.github.rankpool.spi.MpiException if MPI cannot be initialised
   */
  MpiRuntime start(ThreadLevel required, Installation installation, Optional<String> sharedFate);
}
