package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells what ran where, and for how long. */
final class Timing {
  private final MpiPoolExecutor pool;
  private final long began;
  private final long ready;

  private Timing(MpiPoolExecutor pool, long began, long ready) {
    this.pool = pool;
    this.began = began;
    this.ready = ready;
  }

  /** Starts the workers, then the clock. */
  static Timing start(MpiPoolExecutor pool) {
    long began = System.nanoTime();
    pool.bootup();
    return new Timing(pool, began, System.nanoTime());
  }

  void print() {
    // In one piece, for other ranks write to the same terminal.
    System.out.println(
        String.format(
            Locale.ROOT,
            "backend %s, %d workers, thread level %s: %.2f s (and %.2f s to start)",
            pool.backend(),
            pool.workerCount(),
            pool.threadLevel(),
            seconds(System.nanoTime() - ready),
            seconds(ready - began)));
  }

  private static double seconds(long nanos) {
    return (double) nanos / TimeUnit.SECONDS.toNanos(1);
  }
}
