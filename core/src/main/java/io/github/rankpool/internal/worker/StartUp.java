package io.github.rankpool.internal.worker;

/**
 * Marks the time in which a worker's task thread loads classes and runs initializers. Programs
 * whose classes make a pool then would have every worker make one, and its workers again.
 */
public final class StartUp {
  private static final ThreadLocal<Boolean> UNDER_WAY = ThreadLocal.withInitial(() -> false);

  private StartUp() {}

  /**
   * Tells whether the calling thread is a worker's, and is not running a task yet.
   *
   * @return true if no pool may be made now
   */
  public static boolean isUnderWay() {
    return UNDER_WAY.get();
  }

  static void begin() {
    UNDER_WAY.set(true);
  }

  static void end() {
    UNDER_WAY.set(false);
  }
}
