package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;

/**
 * A worker could not do what comes before an executor's first task. Carries what it told, not
 * decoded yet: that runs users' code, and may be wanted by many threads.
 */
public final class SetupFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient WorkerInfo worker;
  private final transient Outcome outcome;
  private final transient Payload failure;

  SetupFailedException(WorkerInfo worker, Outcome outcome, Payload failure) {
    super("the initializer failed on " + worker);
    this.worker = worker;
    this.outcome = outcome;
    this.failure = failure;
  }

  /**
   * Where it failed.
   *
   * @return the worker
   */
  public WorkerInfo worker() {
    return worker;
  }

  /**
   * How to read the failure.
   *
   * @return thrown or unreadable
   */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * What the worker told.
   *
   * @return a description of the failure
   */
  public Payload failure() {
    return failure;
  }
}
