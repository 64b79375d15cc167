package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.TaskTimes;
import io.github.rankpool.internal.wire.TaskIds;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The observers of a pool. Thread-safe. */
final class Observers {
  private static final Logger LOG = LoggerFactory.getLogger(MpiPoolExecutor.class);

  private final List<PoolObserver> all = new CopyOnWriteArrayList<>();

  /** Whether it is not worth measuring anything. Costs a field read. */
  boolean areAbsent() {
    return all.isEmpty();
  }

  /** Adds an observer; what is returned removes it, once. */
  PoolObserver.Registration add(PoolObserver observer) {
    Objects.requireNonNull(observer, "observer");
    // Removed by identity: one that was added twice has two registrations.
    PoolObserver added =
        new PoolObserver() {
          @Override
          public void taskEnded(TaskReport report) {
            observer.taskEnded(report);
          }
        };
    all.add(added);
    return () -> all.remove(added);
  }

  /** Tells of a task's end, unless that was done or nobody has observed its beginning. */
  void taskEnded(DispatchTask task, TaskOutcome outcome) {
    TaskTimes times = task.times();
    if (times == null || !times.claim()) {
      return;
    }
    TaskReport report = report(task, times, outcome);
    for (PoolObserver observer : all) {
      tell(observer, report);
    }
  }

  private static TaskReport report(DispatchTask task, TaskTimes times, TaskOutcome outcome) {
    long now = System.nanoTime();
    return new TaskReport(
        task.id() - TaskIds.setupOf(task.id()),
        outcome,
        times.worker(),
        times.submittedNanos(),
        times.sentNanos(now),
        now,
        times.runNanos(),
        task.bytes(),
        times.resultBytes());
  }

  private static void tell(PoolObserver observer, TaskReport report) {
    try {
      observer.taskEnded(report);
    } catch (Throwable e) {
      LOG.warn("RP-260: an observer failed when it was told of {}", report, e);
    }
  }
}
