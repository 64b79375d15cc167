package io.github.rankpool.internal.dispatch;

/** A parallel task asks for more ranks than the pool has workers. */
public final class TooFewWorkersException extends Exception {
  private static final long serialVersionUID = 1L;

  TooFewWorkersException(int ranks, int workers) {
    super(
        "RP-209: a parallel task asks for "
            + ranks
            + " ranks, but the pool has "
            + workers
            + " workers; ask for at most workerCount(), or make a larger pool");
  }
}
