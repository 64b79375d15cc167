package io.github.rankpool;

/**
 * Is told of every pool that this JVM makes: for tools that look at programs from outside, such as
 * {@code rankpool run}.
 */
@FunctionalInterface
public interface PoolListener {

  /**
   * A pool was made, and nothing has been started yet. Called by the thread that makes the pool,
   * before it gets it; what this throws that thread gets instead.
   *
   * @param pool to be held weakly, as one that nobody else holds is to end
   */
  void poolMade(MpiPoolExecutor pool);

  /**
   * Has a listener told of the pools that are made from now on.
   *
   * @param listener called by any thread, also by several at the same time
   */
  static void add(PoolListener listener) {
    PoolListeners.add(listener);
  }

  /**
   * Has it told no more.
   *
   * @param listener that was added; otherwise nothing happens
   */
  static void remove(PoolListener listener) {
    PoolListeners.remove(listener);
  }
}
