package io.github.rankpool;

import java.util.Optional;

/** Workers that all executors of this process share. Thread-safe. */
public final class SharedPool implements AutoCloseable {
  private SharedPool() {}

  /**
   * Makes a shared pool of all ranks but the first, which is the only one to get it.
   *
   * @param world all ranks
   * @return the pool at rank 0; empty elsewhere, when rank 0 has ended
   */
  public static Optional<SharedPool> open(MpiCommunicator world) {
    return Optional.of(new SharedPool());
  }

  /** Lets the workers go. */
  @Override
  public void close() {
    // A world of one has no workers.
  }
}
