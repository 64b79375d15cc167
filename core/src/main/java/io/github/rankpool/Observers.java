package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.TaskTimes;
import io.github.rankpool.internal.wire.TaskIds;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The observers of a pool. Thread-safe.
 *
 * <p>The pool refers to them, so that it does not end for want of users while one of them refers to
 * its executor.
 */
final class Observers {
  private static final Logger LOG = LoggerFactory.getLogger(MpiPoolExecutor.class);

  private final List<Registered> all = new CopyOnWriteArrayList<>();

  /** Equal to itself only: an observer that was added twice has two of them. */
  private static final class Registered {
    final PoolObserver observer;

    Registered(PoolObserver observer) {
      this.observer = observer;
    }
  }

  /** Whether it is not worth measuring anything. Costs a field read. */
  boolean areAbsent() {
    return all.isEmpty();
  }

  /** Adds an observer; what is returned removes it, once. */
  PoolObserver.Registration add(PoolObserver observer) {
    Objects.requireNonNull(observer, "observer");
    Registered added = new Registered(observer);
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
    tell(report, observer -> observer.taskEnded(report));
  }

  void workersChanged() {
    tell("a change of workers", PoolObserver::workersChanged);
  }

  void poolEnded() {
    tell("the end of the pool", PoolObserver::poolEnded);
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

  private void tell(Object what, Consumer<PoolObserver> telling) {
    for (Registered each : all) {
      try {
        telling.accept(each.observer);
      } catch (Throwable e) {
        LOG.warn("RP-260: an observer failed when it was told of {}", what, e);
      }
    }
  }
}
