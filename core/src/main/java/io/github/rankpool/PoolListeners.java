package io.github.rankpool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who are told of every pool that this JVM makes. */
final class PoolListeners {
  private static final List<PoolListener> ALL = new CopyOnWriteArrayList<>();

  private PoolListeners() {}

  static void add(PoolListener listener) {
    ALL.add(listener);
  }

  static void remove(PoolListener listener) {
    ALL.remove(listener);
  }

  /** Tells them of a new pool, and returns it. */
  static MpiPoolExecutor tell(MpiPoolExecutor made) {
    ALL.forEach(listener -> listener.poolMade(made));
    return made;
  }
}
