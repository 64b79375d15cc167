package io.github.rankpool;

/** How a task has ended. */
public enum TaskOutcome {
  /** It returned, and its result is here. */
  COMPLETED,
  /** It threw, or the task or its result could not be read, or the pool broke. */
  FAILED,
  /** It was taken out of the pool before it began. */
  CANCELLED,
  /** Its worker was lost, and it was not to run again. */
  LOST,
  /** It ran for longer than its time limit. */
  TIMED_OUT
}
