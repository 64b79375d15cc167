package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import org.jspecify.annotations.Nullable;

/**
 * A send or receive under way (MPI-4.0 §3.7).
 *
 * <pre>
 *  state     becomes by
 *  open      matched: a partner took it   withdrawn: interrupt, partner ended
 *  matched   done: bytes copied
 *  done      -
 * </pre>
 *
 * Whether an open operation is matched or withdrawn is decided under the lock of the inbox it waits
 * in, by who removes it from there.
 */
public abstract class Operation implements Request {
  private final Waiter owner;
  private volatile @Nullable Status status;
  private volatile @Nullable Fault fault;

  public Operation(Waiter owner) {
    this.owner = owner;
  }

  public final Waiter owner() {
    return owner;
  }

  /** Makes the operation done, on a thread of its own rank that did not have to wait. */
  final void finish(Status result, @Nullable Fault failure) {
    fault = failure;
    status = result;
  }

  /** Makes the operation done, on a thread of another rank. */
  public final void finishFromOutside(Status result, @Nullable Fault failure) {
    owner.lock();
    try {
      finish(result, failure);
      owner.progressedLocked();
    } finally {
      owner.unlock();
    }
  }

  /** Takes the operation out of its inbox; false if a partner was faster. */
  public abstract boolean withdraw();

  /** Why no partner will ever come, or null. Called with and without the owner's lock. */
  public abstract @Nullable Fault hopeless();

  /** What the status is, should this operation fail. */
  public abstract Status statusOfFailure();

  private boolean isDone() {
    return status != null;
  }

  private boolean isDoneOrHopeless() {
    return isDone() || hopeless() != null;
  }

  @Override
  public final @Nullable Status test() {
    if (!isDone()) {
      owner.checkRunning();
      giveUpIfHopeless();
    }
    return outcome();
  }

  @Override
  public final Status await() {
    if (!isDone()) {
      waitUntilDone();
    }
    Status result = outcome();
    if (result == null) {
      throw new AssertionError("done without a status");
    }
    return result;
  }

  private void waitUntilDone() {
    try {
      owner.awaitUntil(this::isDoneOrHopeless);
      giveUpIfHopeless();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp(Fault.interrupted());
    }
    // Given up or, when a partner was faster, about to be completed by it.
    owner.awaitUninterruptibly(this::isDone);
  }

  private void giveUpIfHopeless() {
    if (!isDone()) {
      Fault reason = hopeless();
      if (reason != null) {
        giveUp(reason);
      }
    }
  }

  private void giveUp(Fault reason) {
    if (withdraw()) {
      finish(statusOfFailure(), reason);
    }
  }

  private @Nullable Status outcome() {
    Status result = status;
    Fault failure = fault;
    if (result != null && failure != null) {
      owner.checkRunning(); // the end of this rank explains more than that of its partner
      throw failure.exception();
    }
    return result;
  }
}
