package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import mpi.Intercomm;
import mpi.MPIException;

/** Two groups of ranks (MPI-4.0 §7.6). */
final class BindingsInterCommunicator extends BindingsCommunicator implements InterCommunicator {
  private final Intercomm comm;
  private final int remoteSize;

  BindingsInterCommunicator(Intercomm comm) throws MPIException {
    super(comm, comm.getRemoteSize(), false);
    this.comm = comm;
    this.remoteSize = comm.getRemoteSize();
  }

  @Override
  public int remoteSize() {
    return remoteSize;
  }

  @Override
  public IntraCommunicator merge(boolean high) {
    usable();
    return call(
        "MPI_Intercomm_merge", () -> new BindingsIntraCommunicator(comm.merge(high), false));
  }
}
