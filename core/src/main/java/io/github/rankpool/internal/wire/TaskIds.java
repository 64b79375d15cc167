package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;

/**
 * Numbers of tasks, and the bodies of the frames that consist of such: RECALL, INTERRUPT and FORGET
 * (ids) and RETURNED (ids given back, then ids that had begun).
 *
 * <pre>
 *  63                 40 39                  0
 *  +--------------------+--------------------+
 *  | executor           | task, from 1       |
 *  +--------------------+--------------------+
 * </pre>
 *
 * <p>Task 0 of an executor is its setup.
 */
public final class TaskIds {
  private static final int TASK_BITS = 40;

  private TaskIds() {}

  /**
   * The number of an executor's setup, which is followed by those of its tasks.
   *
   * @param executor number of the executor in this process, 0 to 2^23 - 1
   * @return the id
   */
  public static long setup(int executor) {
    return (long) executor << TASK_BITS;
  }

  /**
   * The executor that a task is of.
   *
   * @param id of the task
   * @return the id of its executor's setup
   */
  public static long setupOf(long id) {
    return id >>> TASK_BITS << TASK_BITS;
  }

  /**
   * The answer to a recall.
   *
   * @param returned tasks that the worker has not begun and will not run
   * @param kept tasks that it has begun, or finished, or never had
   */
  public record Returned(long[] returned, long[] kept) {}

  /**
   * Writes a body of ids.
   *
   * @param ids of tasks
   * @return the body
   */
  public static byte[] list(long... ids) {
    ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + ids.length * Long.BYTES);
    put(body, ids);
    return body.array();
  }

  /**
   * Reads a body of ids.
   *
   * @param body of the frame
   * @return the ids
   * @throws FrameException if it is damaged
   */
  public static long[] readList(ByteBuffer body) throws FrameException {
    long[] ids = take(body);
    FrameException.check(!body.hasRemaining(), "list of ids is too long");
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
