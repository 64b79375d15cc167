package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.TaskNotes;
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

  /** Those of them that want reports of tasks. */
  private final List<Registered> ofTasks = new CopyOnWriteArrayList<>();

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
    if (observer.wantsTasks()) {
      ofTasks.add(added);
    }
    return () -> {
      all.remove(added);
      ofTasks.remove(added);
    };
  }

  /** Has times taken of a task that is about to be handed in, if anybody wants them. */
  void observe(DispatchTask task) {
    if (!areAbsent()) {
      task.time(System.nanoTime());
      if (!ofTasks.isEmpty()) {
        task.note(new TaskNotes());
      }
    }
  }

  /** Tells of a task's end, unless that was done or nobody wanted it when the task began. */
  void taskEnded(DispatchTask task, TaskOutcome outcome) {
    TaskNotes notes = task.notes();
    if (notes == null || !notes.claim()) {
      return;
    }
    TaskReport report = report(task, notes, outcome);
    tell(ofTasks, report, observer -> observer.taskEnded(report));
  }

  void workersChanged() {
    tell(all, "a change of workers", PoolObserver::workersChanged);
  }

  void poolEnded() {
    tell(all, "the end of the pool", PoolObserver::poolEnded);
  }

  private static TaskReport report(DispatchTask task, TaskNotes notes, TaskOutcome outcome) {
    long now = System.nanoTime();
    return new TaskReport(
        task.id() - TaskIds.setupOf(task.id()),
        outcome,
        notes.worker(),
        task.submittedNanos(),
        notes.worker() == TaskNotes.NO_WORKER ? now : task.sentNanos(),
        now,
        notes.runNanos(),
        task.bytes(),
        notes.resultBytes());
  }

  private static void tell(List<Registered> those, Object what, Consumer<PoolObserver> telling) {
    for (Registered each : those) {
      try {
        telling.accept(each.observer);
      } catch (Throwable e) {
        LOG.warn("RP-260: an observer failed when it was told of {}", what, e);
      }
    }
  }
}
