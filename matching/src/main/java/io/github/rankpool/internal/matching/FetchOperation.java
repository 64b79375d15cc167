package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The receive of a message that was matched before but is not here yet. */
final class FetchOperation extends Operation {
  private final Status status;

  private FetchOperation(Waiter owner, Status status) {
    super(owner);
    this.status = status;
  }

  static FetchOperation start(Waiter owner, Message message, ByteBuffer buffer) {
    FetchOperation fetch = new FetchOperation(owner, message.status());
    message.fetch(buffer, fault -> fetch.finishFromOutside(fetch.status, fault));
    return fetch;
  }

  /** The partner has been found: the fetch ends by itself, whatever happens. */
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
