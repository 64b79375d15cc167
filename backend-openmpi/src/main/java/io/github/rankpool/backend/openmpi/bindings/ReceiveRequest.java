package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import mpi.MPIException;
import mpi.Request;
import org.jspecify.annotations.Nullable;

/** A receive under way (MPI-4.0 §3.7.2) into a direct buffer. */
final class ReceiveRequest extends BindingsRequest {
  private final Request request;
  private final ByteBuffer buffer;

  ReceiveRequest(Request request, ByteBuffer buffer) {
    this.request = request;
    this.buffer = buffer;
  }

  @Override
  @Nullable Status testNow() throws MPIException {
    mpi.Status status = request.testStatus();
    return status == null ? null : completed(status);
  }

  @Override
  Status waitNow() throws MPIException {
    return completed(request.waitStatus());
  }

  @Override
  String describe() {
    return "a receive into " + buffer;
  }

  private Status completed(mpi.Status status) throws MPIException {
    Status received = Statuses.of(status);
    Buffers.received(buffer, buffer, received.bytes());
    return received;
  }
}
