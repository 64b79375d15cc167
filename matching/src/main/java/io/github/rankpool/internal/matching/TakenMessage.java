package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;

/** A message taken out of its inbox by a matched probe (MPI-4.0 §3.8.2). */
final class TakenMessage implements MatchedMessage {
  private final Waiter owner;
  private final Message message;
  private boolean received;

  TakenMessage(Waiter owner, Message message) {
    this.owner = owner;
    this.message = message;
  }

  @Override
  public Status status() {
    return message.status();
  }

  @Override
  public Status recv(ByteBuffer buffer) {
    return receive(buffer).await();
  }

  @Override
  public Request irecv(ByteBuffer buffer) {
    Arguments.checkDirect(buffer);
    return receive(buffer);
  }

  private Request receive(ByteBuffer buffer) {
    Arguments.checkWritable(buffer);
    if (received) {
      throw new IllegalStateException("RP-303: this message was received before: " + status());
    }
    received = true;
    if (!message.isHere()) {
      return FetchOperation.start(owner, message, buffer);
    }
    Fault fault = message.moveTo(buffer);
    if (fault != null) {
      throw fault.exception();
    }
    return new CompletedRequest(status());
  }
}
