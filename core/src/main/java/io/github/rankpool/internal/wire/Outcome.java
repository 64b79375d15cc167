package io.github.rankpool.internal.wire;

/** How a record's payload is to be read. */
public enum Outcome {
  /** A task to run. */
  TASK(0),
  /** The value that a task returned. */
  VALUE(1),
  /** A {@link RemoteFailure}: what a task threw. */
  THROWN(2),
  /** A {@link RemoteFailure}: the task could not be read, or its result not be written. */
  UNREADABLE(3),
  /** What a worker does and keeps for an executor before its first task. */
  SETUP(4),
  /** A {@link Definition} that tasks of an executor, named by its setup's id, refer to. */
  DEFINITION(5),
  /** Nothing: a task has passed its time limit. What becomes of it in the end follows. */
  TIMED_OUT(6);

  private static final Outcome[] ALL = values();

  private final byte code;

  Outcome(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  static Outcome ofCode(byte code) throws FrameException {
    for (Outcome outcome : ALL) {
      if (outcome.code == code) {
        return outcome;
      }
    }
    throw new FrameException("unknown outcome " + code);
  }
}
