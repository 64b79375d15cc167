package io.github.rankpool.backend.mpj.launch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process when the one that launched it has gone or wants no more of it: its end of this
 * process's standard input is closed then, however it ended.
 */
final class LifeLine {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int CUT = 1;

  private LifeLine() {}

  /** Watches from now on, on a thread of its own. */
  static void watch(InputStream input) {
    Thread thread = new Thread(() -> endWith(input), "rankpool-mpj-life-line");
    thread.setDaemon(true);
    thread.start();
  }

  private static void endWith(InputStream input) {
    try {
      byte[] ignored = new byte[256];
      while (input.read(ignored) >= 0) {
        // Nothing is ever sent behind the start-up record.
      }
    } catch (IOException e) {
      // As good as its end.
    }
    Deadline grace = Deadline.after(GRACE);
    while (!grace.isOver()) {
      LockSupport.parkNanos(grace.nanosLeft());
    }
    // Not exit, which waits for shutdown hooks, and they perhaps for what can no longer come.
    Runtime.getRuntime().halt(CUT);
  }
}
