package io.github.rankpool.report;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something five times a second, on a thread that keeps no JVM alive. */
final class Ticker implements AutoCloseable {
  /** Often enough to look smooth, seldom enough to cost nothing. */
  private static final long MILLIS = 200;

  private final ScheduledExecutorService thread;

  Ticker(String name, Runnable tick) {
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, name);
              made.setDaemon(true);
              return made;
            });
    thread.scheduleAtFixedRate(tick, MILLIS, MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends it. A tick that is under way may still go on. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
