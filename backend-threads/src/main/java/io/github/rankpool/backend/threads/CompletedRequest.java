package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;

/** An operation that was complete when it started. */
record CompletedRequest(Status status) implements Request {

  @Override
  public Status test() {
    return status;
  }

  @Override
  public Status await() {
    return status;
  }
}
