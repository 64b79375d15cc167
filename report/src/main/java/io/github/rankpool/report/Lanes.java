package io.github.rankpool.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a run: so many one by one, and all that come later together. Not thread-safe.
 *
 * <p>Pools that share workers know the same process by the same rank: it has one lane. Workers that
 * are threads of this JVM cannot be told apart like this, and have one for each pool.
 */
final class Lanes {
  private final int capacity;
  private final Map<Rank, Lane> all =
      new TreeMap<>(Comparator.comparingInt(Rank::pool).thenComparingInt(Rank::rank));
  private final Map<Rank, Lane> current = new HashMap<>();
  private final Map<WorkerProcess, Lane> processes = new HashMap<>();
  private @Nullable Lane others;

  private record Rank(int pool, int rank) {}

  private record WorkerProcess(String host, long pid, int rank) {}

  Lanes(int capacity) {
    this.capacity = capacity;
  }

  /** The lane of a worker; null if it has none yet. */
  @Nullable Lane find(int pool, int rank) {
    return current.get(new Rank(pool, rank));
  }

  /**
   * The lane of a worker, which is begun if there is none.
   *
   * @param pool its number in the run
   * @param rank of the worker
   * @param host the machine it runs on
   * @param pid its process
   * @param nowNanos since the beginning of the run
   */
  Lane obtain(int pool, int rank, String host, long pid, long nowNanos) {
    Lane known = find(pool, rank);
    if (known != null) {
      return known;
    }
    boolean thread = pid == ProcessHandle.current().pid();
    WorkerProcess process = new WorkerProcess(host, pid, rank);
    Lane lane = thread ? null : processes.get(process);
    if (lane == null) {
      String label = "worker " + rank + (pool == 1 ? "" : " of pool " + pool);
      lane = begin(new Rank(pool, rank), label, host + ", pid " + pid, nowNanos);
      if (!thread && lane != others) {
        processes.put(process, lane);
      }
    }
    lane.resume();
    current.put(new Rank(pool, rank), lane);
    return lane;
  }

  private Lane begin(Rank rank, String label, String process, long nowNanos) {
    if (all.size() < capacity) {
      Lane lane = new Lane(label, process, nowNanos);
      all.put(rank, lane);
      return lane;
    }
    if (others == null) {
      others = new Lane("all later workers", "", nowNanos);
    }
    return others;
  }

  /** A pool has these workers, and no others any more. */
  void retain(int pool, Collection<Integer> ranks, long nowNanos) {
    Set<Lane> left = new HashSet<>();
    current
        .entrySet()
        .removeIf(
            entry -> {
              Rank of = entry.getKey();
              boolean gone = of.pool() == pool && !ranks.contains(of.rank());
              if (gone) {
                left.add(entry.getValue());
              }
              return gone;
            });
    left.removeAll(current.values());
    left.forEach(lane -> lane.end(nowNanos));
  }

  /**
   * All lanes as they are now, to be looked at.
   *
   * @param copies gets the copy of each lane
   */
  Lanes copy(Map<Lane, Lane> copies) {
    all().forEach(lane -> copies.put(lane, lane.copy()));
    Lanes copy = new Lanes(capacity);
    all.forEach((rank, lane) -> copy.all.put(rank, Objects.requireNonNull(copies.get(lane))));
    copy.others = others == null ? null : copies.get(others);
    return copy;
  }

  /** Those one by one, in the order of pools and ranks; then that of all others, if any. */
  List<Lane> all() {
    List<Lane> lanes = new ArrayList<>(all.values());
    if (others != null) {
      lanes.add(others);
    }
    return lanes;
  }
}
