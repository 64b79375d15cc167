package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.Status;
import mpi.MPI;
import mpi.MPIException;

/** Reads the bindings' status objects (MPI-4.0 §3.2.5). */
final class Statuses {
  private Statuses() {}

  static Status of(mpi.Status status) throws MPIException {
    return new Status(status.getSource(), status.getTag(), status.getCount(MPI.BYTE));
  }
}
