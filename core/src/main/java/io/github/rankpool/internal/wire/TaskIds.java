package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;

/** The bodies of RECALL (ids) and RETURNED (ids given back, then ids that had begun). */
public final class TaskIds {
  private TaskIds() {}

  /**
   * The answer to a recall.
   *
   * @param returned tasks that the worker has not begun and will not run
   * @param kept tasks that it has begun, or finished, or never had
   */
  public record Returned(long[] returned, long[] kept) {}

  /**
   * Writes the body of a RECALL.
   *
   * @param ids tasks to give back
   * @return the body
   */
  public static byte[] recall(long... ids) {
    ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + ids.length * Long.BYTES);
    put(body, ids);
    return body.array();
  }

  /**
   * Reads the body of a RECALL.
   *
   * @param body of the frame
   * @return the ids
   * @throws FrameException if it is damaged
   */
  public static long[] readRecall(ByteBuffer body) throws FrameException {
    long[] ids = take(body);
    FrameException.check(!body.hasRemaining(), "recall is too long");
    return ids;
  }

  /**
   * Writes the body of a RETURNED.
   *
   * @param answer to a recall
   * @return the body
   */
  public static byte[] returned(Returned answer) {
    int ids = answer.returned().length + answer.kept().length;
    ByteBuffer body = ByteBuffer.allocate(2 * Integer.BYTES + ids * Long.BYTES);
    put(body, answer.returned());
    put(body, answer.kept());
    return body.array();
  }

  /**
   * Reads the body of a RETURNED.
   *
   * @param body of the frame
   * @return the answer
   * @throws FrameException if it is damaged
   */
  public static Returned readReturned(ByteBuffer body) throws FrameException {
    Returned answer = new Returned(take(body), take(body));
    FrameException.check(!body.hasRemaining(), "answer to a recall is too long");
    return answer;
  }

  private static void put(ByteBuffer body, long[] ids) {
    body.putInt(ids.length);
    for (long id : ids) {
      body.putLong(id);
    }
  }

  private static long[] take(ByteBuffer body) throws FrameException {
    FrameException.check(body.remaining() >= Integer.BYTES, "list of ids is cut off");
    int n = body.getInt();
    FrameException.check(n >= 0 && n <= body.remaining() / Long.BYTES, "list of ids is cut off");
    long[] ids = new long[n];
    for (int i = 0; i < n; i++) {
      ids[i] = body.getLong();
    }
    return ids;
  }
}
