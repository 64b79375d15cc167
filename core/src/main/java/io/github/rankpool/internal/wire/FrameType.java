package io.github.rankpool.internal.wire;

/** What a frame is for. The order of the constants is their code on the wire: append only. */
public enum FrameType {
  /** Master to worker: a nonce, to be answered with proof of the pool's secret. */
  CHALLENGE,
  /** Worker to master: proof, a nonce, and who the worker is. */
  HELLO,
  /** Master to worker: the master's proof, and the pool's settings. */
  WELCOME,
  /** Master to worker: records of tasks to run. */
  TASKS,
  /** Worker to master: records of results. */
  RESULTS,
  /** Master to worker: ids of tasks to give back if they have not begun. */
  RECALL,
  /** Worker to master: the answer, ids given back and ids that had begun. */
  RETURNED,
  /** Master to worker: finish what you have, then say goodbye. */
  STOP,
  /** Worker to master: the last frame. */
  BYE;

  private static final FrameType[] BY_CODE = values();

  /** Whether frames of this type hold records with payloads. */
  public boolean hasRecords() {
    return this == TASKS || this == RESULTS;
  }

  byte code() {
    return (byte) ordinal();
  }

  static FrameType ofCode(byte code) throws FrameException {
    FrameException.check(code >= 0 && code < BY_CODE.length, "unknown type " + code);
    return BY_CODE[code];
  }
}
