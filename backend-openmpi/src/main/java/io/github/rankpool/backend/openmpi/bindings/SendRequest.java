package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.Status;
import mpi.MPIException;
import mpi.Request;
import org.jspecify.annotations.Nullable;

/** A send under way (MPI-4.0 §3.7.2), whose status is known beforehand. */
final class SendRequest extends BindingsRequest {
  private final Request request;
  private final Status sent;

  SendRequest(Request request, Status sent) {
    this.request = request;
    this.sent = sent;
  }

  @Override
  @Nullable Status testNow() throws MPIException {
    return request.test() ? sent : null;
  }

  @Override
  Status waitNow() throws MPIException {
    request.waitFor();
    return sent;
  }

  @Override
  String describe() {
    return "a send of " + sent.bytes() + " bytes to rank " + sent.source() + ", tag " + sent.tag();
  }
}
