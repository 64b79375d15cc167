package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;

/** The body of GROUP: who runs a parallel task together. */
public final class Groups {
  private Groups() {}

  /**
   * The workers that run a parallel task.
   *
   * @param id of the task that the receiver gets
   * @param number tells groups of the same time apart
   * @param ranks of the workers, in the order of the task's ranks
   */
  public record Group(long id, int number, int[] ranks) {}

  /**
   * Writes the body of a GROUP.
   *
   * @param id of the task that the receiver gets
   * @param number of the group
   * @param ranks of the workers
   * @return the body
   */
  public static byte[] group(long id, int number, int... ranks) {
    ByteBuffer body =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + ranks.length * Integer.BYTES);
    body.putLong(id).putInt(number);
    for (int rank : ranks) {
      body.putInt(rank);
    }
    return body.array();
  }

  /**
   * Reads the body of a GROUP.
   *
   * @param body of the frame
   * @return the group
   * @throws FrameException if it is damaged
   */
  public static Group readGroup(ByteBuffer body) throws FrameException {
    int ids = body.remaining() - Long.BYTES - Integer.BYTES;
    FrameException.check(
        ids > 0 && ids % Integer.BYTES == 0, "group of " + body.remaining() + " bytes");
    long id = body.getLong();
    int number = body.getInt();
    int[] ranks = new int[ids / Integer.BYTES];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = body.getInt();
    }
    return new Group(id, number, ranks);
  }
}
