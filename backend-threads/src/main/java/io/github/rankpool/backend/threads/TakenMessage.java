package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;

/** A message taken out of its inbox by a matched probe (MPI-4.0 §3.8.2). */
final class TakenMessage implements MatchedMessage {
  private final Message message;
  private boolean received;

  TakenMessage(Message message) {
    this.message = message;
  }

  @Override
  public Status status() {
    return message.status();
  }

  @Override
  public Status recv(ByteBuffer buffer) {
    Arguments.checkWritable(buffer);
    if (received) {
      throw new IllegalStateException("RP-303: this message was received before: " + status());
    }
    received = true;
    Fault fault = message.moveTo(buffer);
    if (fault != null) {
      throw fault.exception();
    }
    return status();
  }

  /** The message is here in whole, so there is nothing to wait for. */
  @Override
  public Request irecv(ByteBuffer buffer) {
    Arguments.checkDirect(buffer);
    return new CompletedRequest(recv(buffer));
  }
}
