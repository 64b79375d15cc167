package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Operation;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A send whose bytes stay in the caller's memory until the receiver pulls them. */
final class LongSend extends Operation {
  private final Status status;
  private final Peer receiver;
  private final ByteBuffer data;

  /**
   * Prepares the send.
   *
   * @param data what to send; the caller's position and limit may change, but not the bytes
   */
  LongSend(
Waiter owner, Status status, Peer receiver, ByteBuffer data) {
    super(owner);
    this.status = status;
    this.receiver = receiver;
    this.data = data.slice();
  }

  Peer receiver() {
    return receiver;
  }

  ByteBuffer data() {
    return data;
  }

  void done(@Nullable Fault fault) {
    finishFromOutside(status, fault);
  }

  /** The receiver knows of it, and may have begun to pull. */
  @Override
  public boolean withdraw() {
    return false;
  }

  @Override
  public @Nullable Fault hopeless() {
    return receiver.lost();
  }

  @Override
  public Status statusOfFailure() {
    return status;
  }
}
