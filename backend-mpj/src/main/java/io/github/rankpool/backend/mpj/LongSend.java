package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Operation;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A send whose bytes stay in the caller's memory until the receiver pulls them. */
final class LongSend extends Operation {
  private final Status status;
  private final Peer receiver;
  private final ByteBuffer data;
  private final Semaphore credits = new Semaphore(0);
  private final AtomicBoolean started = new AtomicBoolean();

  /**
   * Prepares the send.
   *
   * @param data what to send; the caller's position and limit may change, but not the bytes
   */
  LongSend(Waiter owner, Status status, Peer receiver, ByteBuffer data) {
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

  /**
   * The receiver has memory for a block more.
   *
   * @return whether this is the first one
   */
  boolean pulled() {
    credits.release();
    return started.compareAndSet(false, true);
  }

  /** Waits until the receiver has memory for a block more, or is lost. */
  void awaitPull() throws IOException {
    credits.acquireUninterruptibly();
    if (receiver.lost() != null) {
      throw new IOException(receiver + " is lost");
    }
  }

  /**
   * Nothing goes to the receiver any more.
   *
   * @return whether nobody else will end this send
   */
  boolean lost(Fault fault) {
    boolean unstarted = pulled();
    if (unstarted) {
      done(fault);
    }
    return unstarted;
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
