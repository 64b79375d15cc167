package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.MpiException;
import mpi.MPI;
import mpi.MPIException;

/** Turns errors of the bindings into those of the SPI. */
final class Failures {
  private Failures() {}

  /**
   * A failed operation (MPI-4.0 §9.3).
   *
   * @param operation MPI's name of it, with the arguments that matter
   */
  static MpiException of(MPIException e, String operation) {
    if (e.getErrorClass() == MPI.ERR_TRUNCATE) {
      return new MpiException(
          "RP-311",
          operation
              + ": the message is longer than the room in the buffer. Probe first and give as much"
              + " room as the status says.",
          e);
    }
    return new MpiException(
        "RP-335",
        operation + " failed: " + e.getMessage() + " (MPI error class " + e.getErrorClass() + ")",
        e);
  }
}
