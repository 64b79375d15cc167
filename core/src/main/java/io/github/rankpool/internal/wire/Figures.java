package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;

/**
 * What a worker tells of itself, since its beginning.
 *
 * <pre>
 *  0      8           16          24      32          40
 *  | tasks | busyNanos | idleNanos | sleeps | sleepNanos |
 * </pre>
 *
 * @param tasks that it has run
 * @param busyNanos what its task thread has spent on tasks, in nanoseconds
 * @param idleNanos what that thread has waited for tasks, in nanoseconds
 * @param sleeps of its communication thread, between two polls
 * @param sleepNanos how long they took, in nanoseconds
 */
public record Figures(long tasks, long busyNanos, long idleNanos, long sleeps, long sleepNanos) {
  /** Of a worker that has told nothing yet. */
  public static final Figures NONE = new Figures(0, 0, 0, 0, 0);

  private static final int BYTES = 5 * Long.BYTES;

  /**
   * Writes the body of a {@link FrameType#FIGURES} frame.
   *
   * @return a new array
   */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES)
        .putLong(tasks)
        .putLong(busyNanos)
        .putLong(idleNanos)
        .putLong(sleeps)
        .putLong(sleepNanos)
        .array();
  }

  /**
   * Reads such a body.
   *
   * @param body all of it
   * @return the figures
   * @throws FrameException if it is no such body
   */
  public static Figures read(ByteBuffer body) throws FrameException {
    FrameException.check(
        body.remaining() == BYTES, "figures of " + body.remaining() + " bytes instead of " + BYTES);
    return new Figures(next(body), next(body), next(body), next(body), next(body));
  }

  private static long next(ByteBuffer body) throws FrameException {
    long value = body.getLong();
    FrameException.check(value >= 0, "a figure of " + value);
    return value;
  }

  /**
   * Adds the figures of another worker.
   *
   * @param other of the same pool
   * @return the sums
   */
  public Figures plus(Figures other) {
    return new Figures(
        tasks + other.tasks,
        busyNanos + other.busyNanos,
        idleNanos + other.idleNanos,
        sleeps + other.sleeps,
        sleepNanos + other.sleepNanos);
  }
}
