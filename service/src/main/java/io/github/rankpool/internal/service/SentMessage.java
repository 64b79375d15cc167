package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Operation;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.Status;
import org.jspecify.annotations.Nullable;

/** A send to a worker, complete when the service's MPI has taken the message. */
final class SentMessage extends Operation {
  private final Status status;

  SentMessage(Waiter owner, Status status) {
    super(owner);
    this.status = status;
  }

  void taken() {
    finishFromOutside(status, null);
  }

  void failed(Fault reason) {
    finishFromOutside(status, reason);
  }

  /** It is on its way. */
  @Override
  public boolean withdraw() {
    return false;
  }

  @Override
  public @Nullable Fault hopeless() {
    return null;
  }

  @Override
  public Status statusOfFailure() {
    return status;
  }
}
