package io.github.rankpool.internal.wire;

/**
 * How master and workers show each other that they are alive.
 *
 * @param intervalNanos how long to send a peer nothing, before it is sent a heartbeat, in
 *     nanoseconds; 0 for no heartbeats
 * @param limitNanos how long nothing may come from a worker before it counts as lost, in
 *     nanoseconds
 */
public record Pulse(long intervalNanos, long limitNanos) {
  /** Neither sends heartbeats nor misses any. */
  public static final Pulse NONE = new Pulse(0, Long.MAX_VALUE);

  /** How much more time than a worker its master has. */
  private static final int MASTERS_SHARE = 4;

  /**
   * Tells whether there are no heartbeats.
   *
   * @return true if nobody is ever too silent
   */
  public boolean isOff() {
    return intervalNanos == 0;
  }

  /**
   * What a worker expects of its master, which may be held up for longer than a worker: while MPI
   * starts the workers of another pool, for one.
   *
   * @return the same interval with a longer limit
   */
  public Pulse ofMaster() {
    boolean overflows = limitNanos > Long.MAX_VALUE / MASTERS_SHARE;
    return new Pulse(intervalNanos, overflows ? Long.MAX_VALUE : limitNanos * MASTERS_SHARE);
  }
}
