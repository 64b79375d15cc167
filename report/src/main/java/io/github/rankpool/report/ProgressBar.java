package io.github.rankpool.report;

import io.github.rankpool.MpiPoolExecutor;

/**
 * Shows on standard error how far the tasks of a pool have come: how many are done of those that
 * were handed in, how many end in a second, the time left, the workers that are busy.
 *
 * <pre>{@code
 * try (ProgressBar bar = ProgressBar.of(pool)) {
 *   pool.map(Cell::simulate, cells).forEach(this::show);
 * }
 *
 * [===========>            ]   46 %  460/1,000 tasks  92.0/s  0:06 left  4/4 busy
 * }</pre>
 *
 * <p>On a terminal one line is rewritten, as wide as the terminal; its colour is left out where the
 * environment variable {@code NO_COLOR} is set. Elsewhere there is a line every ten seconds, and
 * none for what takes less.
 *
 * <p>Safe for use by many threads.
 */
public final class ProgressBar implements AutoCloseable {
  private final FollowedPools pools = new FollowedPools();
  private final ProgressDisplay display =
      new ProgressDisplay(Terminal.ofStandardError(), System::nanoTime);
  private final Ticker ticker = new Ticker("rankpool-progress", this::look);
  private boolean isClosed;

  private ProgressBar() {}

  /**
   * Begins to show the tasks of pools that are yet to be named.
   *
   * @return to be closed by the caller
   */
  public static ProgressBar create() {
    return new ProgressBar();
  }

  /**
   * Begins to show the tasks of a pool, those included that it has had already.
   *
   * @param pool held weakly
   * @return to be closed by the caller, before or after the pool
   */
  public static ProgressBar of(MpiPoolExecutor pool) {
    ProgressBar bar = create();
    bar.follow(pool);
    return bar;
  }

  /**
   * Shows the tasks of one more pool, together with those of the others.
   *
   * @param pool held weakly
   */
  public synchronized void follow(MpiPoolExecutor pool) {
    pools.add(pool);
  }

  private synchronized void look() {
    if (!isClosed) {
      pools.ask(FollowedPools.NOBODY);
      display.show(pools.totals());
    }
  }

  /** Shows how it ended, if anything was shown before, and shows no more. Idempotent. */
  @Override
  public synchronized void close() {
    if (!isClosed) {
      isClosed = true;
      ticker.close();
      pools.ask(FollowedPools.NOBODY);
      display.end(pools.totals());
      pools.close();
    }
  }
}
