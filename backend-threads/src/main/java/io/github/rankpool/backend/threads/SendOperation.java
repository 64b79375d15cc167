package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Status;
import org.jspecify.annotations.Nullable;

/** A send whose message waits in the sender's memory for a receiver. */
final class SendOperation extends Operation {
  private final Status status;
  private final Message message;
  private final Inbox destination;

  SendOperation(Rank owner, Status status, Message message, Inbox destination) {
    super(owner);
    this.status = status;
    this.message = message;
    this.destination = destination;
  }

  /** The receiver has the bytes, or refused them: either way this send did its part. */
  void received() {
    finishFromOutside(status, null);
  }

  void lost(Fault reason) {
    finishFromOutside(status, reason);
  }

  @Override
  boolean withdraw() {
    return destination.withdraw(message);
  }

  /** A destination that ends fails the sends that wait in its inbox. */
  @Override
  @Nullable Fault hopeless() {
    return null;
  }

  @Override
  Status statusOfFailure() {
    return status;
  }
}
