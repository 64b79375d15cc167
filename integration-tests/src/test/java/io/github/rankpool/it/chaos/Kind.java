package io.github.rankpool.it.chaos;

/** What a caller can ask of a pool. */
enum Kind {
  CALLABLE,
  RUNNABLE,
  RUNNABLE_WITH_RESULT,
  FUNCTION,
  TWO_ARGUMENTS,
  THREE_ARGUMENTS,
  EXECUTE,
  THROWS,
  THROWS_WHAT_CANNOT_BE_SENT,
  CANNOT_BE_SENT,
  RESULT_CANNOT_BE_SENT,
  LARGE_ARGUMENT,
  LARGE_RESULT,
  COMPUTES,
  MAKES_GARBAGE,
  SLEEPS,
  MAP,
  MAP_UNORDERED,
  MAP_ABANDONED,
  INVOKE_ALL,
  INVOKE_ALL_IN_TIME,
  INVOKE_ANY,
  PARALLEL,
  COLLECT,
  COMPOSE,
  CHAIN;

  /** Whether the pool is to cancel some of what it is given. */
  boolean cancelsByItself() {
    return switch (this) {
      case MAP_ABANDONED, INVOKE_ALL_IN_TIME, INVOKE_ANY, COLLECT -> true;
      default -> false;
    };
  }

  /** Whether it is one task whose future the pool gave. */
  boolean isOneTask() {
    return compareTo(MAP) < 0 && this != EXECUTE;
  }
}
