package io.github.rankpool.report;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.PoolObserver;
import io.github.rankpool.PoolStatistics;
import io.github.rankpool.TaskReport;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pools of a run, which are held weakly, and what is known of those that have ended. Not
 * thread-safe.
 */
final class FollowedPools implements AutoCloseable {
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
    private PoolObserver.Registration registration = () -> {};
    private Totals totals = Totals.NONE;

    /**
     * Keeps the pool from going away before its figures were asked for: at first, after a task has
     * ended that was told of, and while tasks have not ended.
     */
    private volatile @Nullable MpiPoolExecutor unasked;

    private Followed(MpiPoolExecutor followed) {
      pool = new WeakReference<>(followed);
      unasked = followed;
    }

    private void tell(MpiPoolExecutor followed, Consumer<TaskReport> ends) {
      registration =
          followed.addObserver(
              new PoolObserver() {
                @Override
                public void taskEnded(TaskReport report) {
                  unasked = pool.get();
                  ends.accept(report);
                }
              });
    }
  }

  /** Follows one more for its sums alone, which costs its tasks nothing. */
  void add(MpiPoolExecutor pool) {
    follow(pool);
  }

  private Followed follow(MpiPoolExecutor pool) {
    numbers++;
    Followed added = new Followed(pool);
    followed.put(numbers, added);
    return added;
  }

  /**
   * Follows one more, and its tasks.
   *
   * @param ends is told of the end of each of its tasks, and of the pool's number in the run, from
   *     1
   */
  void add(MpiPoolExecutor pool, BiConsumer<Integer, TaskReport> ends) {
    Followed added = follow(pool);
    int number = numbers;
    added.tell(pool, report -> ends.accept(number, report));
  }

  /** Asks all that have not ended. */
  void ask(Listener listener) {
    Iterator<Map.Entry<Integer, Followed>> all = followed.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Integer, Followed> entry = all.next();
      Followed each = entry.getValue();
      MpiPoolExecutor pool = each.pool.get();
      each.unasked = null;
      // Asked before, so that its last figures are seen.
      boolean ended = pool == null || pool.isTerminated();
      if (pool != null) {
        PoolStatistics statistics = pool.statistics();
        each.totals = Totals.of(statistics);
        if (each.totals.submitted() > each.totals.done()) {
          each.unasked = pool;
        }
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

  /** Follows none of them any more. What they have told stays. */
  @Override
  public void close() {
    followed.values().forEach(each -> each.registration.close());
  }
}
