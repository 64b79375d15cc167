package io.github.rankpool.internal.wire;

/** How a record's payload is to be read. The order is the code on the wire: append only. */
public enum Outcome {
  /** A task to run. */
  TASK,
  /** The value that a task returned. */
  VALUE,
  /** A {@link RemoteFailure}: what a task threw. */
  THROWN,
  /** A {@link RemoteFailure}: the task could not be read, or its result not be written. */
  UNREADABLE;

  private static final Outcome[] BY_CODE = values();

  byte code() {
    return (byte) ordinal();
  }

  static Outcome ofCode(byte code) throws FrameException {
    FrameException.check(code >= 0 && code < BY_CODE.length, "unknown outcome " + code);
    return BY_CODE[code];
  }
}
