package io.github.rankpool.it.chaos;

/**
 * One thing that a caller does.
 *
 * @param kind what
 * @param number of its first task; those of its other tasks follow
 * @param cancelling when and how it is cancelled
 */
record Step(Kind kind, long number, Cancelling cancelling) {
  /** How many numbers belong to a step. */
  static final int NUMBERS = 32;

  /** Whether and when a future is cancelled. */
  enum Cancelling {
    NEVER,
    AT_ONCE,
    AT_ONCE_INTERRUPTING,
    LATER,
    LATER_INTERRUPTING;

    boolean isAtOnce() {
      return this == AT_ONCE || this == AT_ONCE_INTERRUPTING;
    }

    boolean isLater() {
      return this == LATER || this == LATER_INTERRUPTING;
    }

    boolean interrupts() {
      return this == AT_ONCE_INTERRUPTING || this == LATER_INTERRUPTING;
    }
  }
}
