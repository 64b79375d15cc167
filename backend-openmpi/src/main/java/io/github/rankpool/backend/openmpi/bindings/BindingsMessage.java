package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import mpi.MPI;
import mpi.MPIException;
import mpi.Message;

/** A message taken out of matching (MPI-4.0 §3.8.2), to be received once (rule M-3). */
final class BindingsMessage implements MatchedMessage {
  private final Message message;
  private final Status status;
  private boolean received;

  BindingsMessage(Message message, Status status) {
    this.message = message;
    this.status = status;
  }

  @Override
  public Status status() {
    return status;
  }

  @Override
  public Status recv(ByteBuffer buffer) {
    Arguments.writable(buffer);
    checkFirst();
    int room = Math.min(buffer.remaining(), status.bytes());
    ByteBuffer memory = buffer.isDirect() ? Buffers.memory(buffer) : Buffers.scratch(room);
    try {
      message.mRecv(memory, room, MPI.BYTE);
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Mrecv of " + status + " into " + buffer);
    }
    Buffers.received(buffer, memory, status.bytes());
    return status;
  }

  @Override
  public Request irecv(ByteBuffer buffer) {
    Arguments.direct(buffer);
    Arguments.writable(buffer);
    checkFirst();
    try {
      return new ReceiveRequest(
          message.imRecv(Buffers.memory(buffer), buffer.remaining(), MPI.BYTE), buffer);
    } catch (MPIException e) {
      throw Failures.of(e, "MPI_Imrecv of " + status + " into " + buffer);
    }
  }

  private void checkFirst() {
    if (received) {
      throw new IllegalStateException("RP-344: this message was received before: " + status);
    }
    received = true;
  }
}
