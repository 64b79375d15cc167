package io.github.rankpool;

/**
 * Is told what happens in a pool: see {@link MpiPoolExecutor#addObserver}.
 *
 * <p>Called on the threads that complete futures: those of the pool, one that waits for the task,
 * or one that cancels it. By many at the same time, perhaps; never by the one that communicates.
 * What an observer throws is logged (RP-260) and changes nothing; the time that it takes is the
 * task's.
 */
public interface PoolObserver {

  /**
   * Whether to make a report of every task: asked once, when the observer is added. One that has no
   * use for them saves the pool most of what observers cost.
   *
   * @return true, unless overridden
   */
  default boolean wantsTasks() {
    return true;
  }

  /**
   * A task has ended that was submitted since this observer, or another one that wants tasks, was
   * added. Called before the task's future is completed; of one that is cancelled, before {@code
   * cancel} returns.
   *
   * @param report what became of it
   */
  default void taskEnded(TaskReport report) {}

  /**
   * The workers are ready, or some were lost, or others came instead: {@link
   * MpiPoolExecutor#statistics} tells which there are now.
   */
  default void workersChanged() {}

  /** The pool has ended: no task will be reported any more. Called soon after that. */
  default void poolEnded() {}

  /** An observer's hold on a pool. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    /** Has the observer told nothing more. Idempotent. */
    @Override
    void close();
  }
}
