package io.github.rankpool.internal.comm;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Does what others wait for, though memory may be short at the moment: the program, which holds
 * what there is, may let go of some of it.
 */
public final class Insistence {
  private static final int MAX_ATTEMPTS = 1_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Insistence() {}

  /**
   * Runs something, and does so again as long as there is no memory for it, for about ten seconds.
   *
   * @param action may have been begun before, and ended half-way
   * @throws OutOfMemoryError if there was none to the end
   */
  public static void insist(Runnable action) {
    for (int attempt = 1; ; attempt++) {
      try {
        action.run();
        return;
      } catch (OutOfMemoryError e) {
        if (attempt == MAX_ATTEMPTS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }
}
