package io.github.rankpool.internal.dispatch;

import java.util.List;

/** What a dispatcher tells its pool. Called by the communication thread; must not block. */
interface PoolEvents {

  /**
   * All workers have proved that they belong to the pool, and done what comes before tasks.
   *
   * @param workers those that were not lost meanwhile, in the order of their ranks
   */
  void ready(List<WorkerInfo> workers);

  /**
   * Workers were lost after {@link #ready}, or came instead of others.
   *
   * @param workers how many there are; 0 only while others are awaited
   */
  void left(int workers);

  /**
   * The pool is broken: no task will be taken any more, and those there were have failed.
   *
   * @param cause what broke it
   */
  void broken(Throwable cause);

  /**
   * No task will be taken any more, and none is left.
   *
   * @param cause what broke the pool, or null after an orderly end
   */
  void ended(@org.jspecify.annotations.Nullable Throwable cause);
}
