package io.github.rankpool.internal.wire;

/** What a frame is for. */
public enum FrameType {
  /** Master to worker: a nonce, to be answered with proof of the pool's secret. */
  CHALLENGE(0),
  /** Worker to master: proof, a nonce, and who the worker is. */
  HELLO(1),
  /** Master to worker: the master's proof, and the pool's settings. */
  WELCOME(2),
  /** Master to worker: records of tasks to run, and of what they need. */
  TASKS(3),
  /** Worker to master: records of results. */
  RESULTS(4),
  /** Master to worker: ids of tasks to give back if they have not begun. */
  RECALL(5),
  /** Worker to master: the answer, ids given back and ids that had begun. */
  RETURNED(6),
  /** Master to worker: finish what you have, then say goodbye; and whether others are lost. */
  STOP(7),
  /** Worker to master: the last frame. */
  BYE(8),
  /** Master to worker: ids of tasks to interrupt if they are running. */
  INTERRUPT(9),
  /** Master to worker: the ranks that run a parallel task, ahead of the task itself. */
  GROUP(10),
  /** Master to worker: ids of setups whose executor sends no more tasks. */
  FORGET(11),
  /** Either way: nothing but a sign of life. */
  HEARTBEAT(12),
  /** Either way, where both are on one machine: how to ring at the sender's doorbell. */
  BELL(13),
  /** Master to worker: it counts as lost, and is to end whatever it does. */
  DISMISSED(14),
  /** Worker to master: what it has done so far. */
  FIGURES(15);

  private static final FrameType[] ALL = values();

  private final byte code;

  FrameType(int code) {
    this.code = (byte) code;
  }

  /**
   * Tells whether frames of this type hold records with payloads.
   *
   * @return true for tasks and results
   */
  public boolean hasRecords() {
    return this == TASKS || this == RESULTS;
  }

  byte code() {
    return code;
  }

  static FrameType ofCode(byte code) throws FrameException {
    for (FrameType type : ALL) {
      if (type.code == code) {
        return type;
      }
    }
    throw new FrameException("unknown type " + code);
  }
}
