package io.github.rankpool.report;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.UnaryOperator;

/** The tasks that ran longest, at most so many. Not thread-safe. */
final class SlowestTasks {
  private final int capacity;
  private final PriorityQueue<TaskSpan> kept = new PriorityQueue<>(TaskSpan.BY_RUN_TIME);

  SlowestTasks(int capacity) {
    this.capacity = capacity;
  }

  /** Keeps a task if it is among the slowest. */
  void offer(TaskSpan span) {
    if (kept.size() == capacity) {
      TaskSpan shortest = kept.element();
      if (span.runNanos() <= shortest.runNanos()) {
        return;
      }
      kept.remove();
    }
    kept.add(span);
  }

  /** Those kept now, of workers that others stand for. */
  SlowestTasks copy(UnaryOperator<Lane> lanes) {
    SlowestTasks copy = new SlowestTasks(capacity);
    kept.forEach(span -> copy.kept.add(span.on(lanes.apply(span.lane()))));
    return copy;
  }

  int size() {
    return kept.size();
  }

  /** Those kept, the slowest first. */
  List<TaskSpan> slowestFirst() {
    return kept.stream().sorted(TaskSpan.BY_RUN_TIME.reversed()).toList();
  }
}
