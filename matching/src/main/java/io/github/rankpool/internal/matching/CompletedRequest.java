package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;

/** An operation that was complete when it started. */
public record CompletedRequest(Status status) implements Request {

  @Override
  public Status test() {
    return status;
  }

  @Override
  public Status await() {
    return status;
  }
}
