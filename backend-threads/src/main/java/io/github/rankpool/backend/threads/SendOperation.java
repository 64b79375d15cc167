package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Inbox;
import io.github.rankpool.internal.matching.Operation;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.Status;
import org.jspecify.annotations.Nullable;

/** A send whose message waits in the sender's memory for a receiver. */
final class SendOperation extends Operation {
  private final Status status;
  private final RankMessage message;
  private final Inbox destination;

  SendOperation(Waiter owner, Status status, RankMessage message, Inbox destination) {
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
  public boolean withdraw() {
    return destination.withdraw(message);
  }

  /** A destination that ends fails the sends that wait in its inbox. */
  @Override
  public @Nullable Fault hopeless() {
    return null;
  }

  @Override
  public Status statusOfFailure() {
    return status;
  }
}
