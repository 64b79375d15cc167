package io.github.rankpool.report;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.PoolStatistics;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pools of a run, which are held weakly, and what is known of those that have ended. Not
 * thread-safe.
 */
final class FollowedPools {
  /** For those to whom the sums are enough. */
  static final Listener NOBODY = new Listener() {};

  private final Map<Integer, Followed> followed = new LinkedHashMap<>();
  private Totals ofEnded = Totals.NONE;
  private int numbers;

  /** Hears what a pool tells. */
  interface Listener {
    /**
     * A pool has told its figures.
     *
     * @param number of the pool in the run, from 1
     */
    default void told(int number, PoolStatistics statistics) {}

    /** A pool is no more. */
    default void ended(int number) {}
  }

  private static final class Followed {
    private final WeakReference<MpiPoolExecutor> pool;
    private Totals totals = Totals.NONE;

    private Followed(MpiPoolExecutor pool) {
      this.pool = new WeakReference<>(pool);
    }
  }

  /** Follows one more; returns its number in the run, from 1. */
  int add(MpiPoolExecutor pool) {
    numbers++;
    followed.put(numbers, new Followed(pool));
    return numbers;
  }

  /** Asks all that have not ended. */
  void ask(Listener listener) {
    Iterator<Map.Entry<Integer, Followed>> all = followed.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Integer, Followed> entry = all.next();
      Followed each = entry.getValue();
      MpiPoolExecutor pool = each.pool.get();
      // Asked before, so that its last figures are seen.
      boolean ended = pool == null || pool.isTerminated();
      if (pool != null) {
        PoolStatistics statistics = pool.statistics();
        each.totals = Totals.of(statistics);
        listener.told(entry.getKey(), statistics);
      }
      if (ended) {
        ofEnded = ofEnded.plus(each.totals.withoutWorkers());
        listener.ended(entry.getKey());
        all.remove();
      }
    }
  }

  /** Sums over all, as of when they were last asked. */
  Totals totals() {
    return followed.values().stream().map(each -> each.totals).reduce(ofEnded, Totals::plus);
  }
}
