package io.github.rankpool.report;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Does something five times a second, on a thread that keeps no JVM alive. What goes wrong once may
 * go well the next time: it is logged the first time.
 */
final class Ticker implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Ticker.class.getName());

  /** Often enough to look smooth, seldom enough to cost nothing. */
  private static final long MILLIS = 200;

  private final ScheduledExecutorService thread;
  private final Runnable tick;

  /** For the thread. */
  private boolean hasFailed;

  Ticker(String name, Runnable tick) {
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
    this.tick = tick;
    thread.scheduleAtFixedRate(this::run, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      tick.run();
    } catch (RuntimeException | Error e) {
      if (!hasFailed) {
        hasFailed = true;
        LOG.log(System.Logger.Level.WARNING, "RP-625: looking at the pools of a run failed", e);
      }
    }
  }

  /** Ends it. A tick that is under way may still go on. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
