package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Counter;
import io.github.rankpool.internal.wire.Definition;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskRecord;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One executor's part of a dispatcher: its tasks, and what its workers do before the first of them.
 *
 * <pre>
 *  state    on                               does                           next
 *  WAITING  workers have proved themselves   sends the setup, if there is   SETTING_UP, or OPEN
 *  SETTING  every worker has done the setup,                                OPEN
 *  _UP      or is lost
 *           a worker's setup failed          fails every task               DONE
 *  OPEN     shutdown asked, no task left                                    DONE
 *  any      the dispatcher fails, or has     fails every task               DONE
 *           lost its last worker
 * </pre>
 *
 * <p>For the communication thread, but for what {@link TaskQueue} and counters let others do.
 */
final class Session {
  /** Of a result that takes little time to decode. */
  private static final int SHORT_STREAM_BYTES = 16 * 1024;

  enum State {
    WAITING,
    SETTING_UP,
    OPEN,
    DONE
  }

  /** Id of the setup, which is that of the executor. */
  final long id;

  final TaskQueue queue;
  final Completions completions;
  final PoolEvents events;
  final @Nullable Payload setup;

  /** Tasks that no worker has, oldest first. */
  final ArrayDeque<DispatchTask> pending = new ArrayDeque<>();

  State state = State.WAITING;

  /** Tasks that workers have. */
  final Counter outstanding = new Counter();

  /** How often a task was put back as its worker was lost. */
  final Counter retried = new Counter();

  /** Of its tasks that are timed: how long each waited for the worker that has run it. */
  final DurationTally waits = new DurationTally();

  /** How long these tasks ran. */
  final DurationTally runs = new DurationTally();

  /** Ranks of the workers that have not done the setup yet. */
  final BitSet setupsAwaited = new BitSet();

  /** By rank, the numbers of the definitions that its worker has got. */
  private final Map<Integer, BitSet> definitionsSent = new HashMap<>();

  boolean shutdownAsked;

  /** What broke it; null while it is well and after an orderly end. */
  @Nullable Throwable breakage;

  /**
   * Creates a session.
   *
   * @param id of its setup
   * @param setup what workers do and keep before its first task; null for nothing
   * @param queue where its tasks come from
   * @param completions runs what tells listeners
   * @param events told of its beginning and end
   */
  Session(
      long id,
      @Nullable Payload setup,
      TaskQueue queue,
      Completions completions,
      PoolEvents events) {
    this.id = id;
    this.setup = setup;
    this.queue = queue;
    this.completions = completions;
    this.events = events;
  }

  /** Has its tasks sent from now on. */
  void open(Roster workers) {
    state = State.OPEN;
    events.ready(workers.ready().stream().map(WorkerSlot::known).toList());
  }

  /** A worker's setup needs not be waited for any more: it is done, or the worker is lost. */
  void setUpAt(int rank, Roster workers) {
    setupsAwaited.clear(rank);
    if (state == State.SETTING_UP && setupsAwaited.isEmpty()) {
      open(workers);
    }
  }

  /**
   * Takes note that a worker gets a definition.
   *
   * @return false if it has got it before
   */
  boolean defineAt(int rank, Definition definition) {
    BitSet sent = definitionsSent.computeIfAbsent(rank, worker -> new BitSet());
    boolean isNew = !sent.get(definition.number());
    sent.set(definition.number());
    return isNew;
  }

  /** Whether a worker keeps something for this session. */
  boolean isKnownAt(int rank) {
    return setup != null || definitionsSent.containsKey(rank);
  }

  int takeNewTasks(int limit) {
    return queue.drainTo(this::take, limit);
  }

  private void take(DispatchTask task) {
    task.session = this;
    pending.addLast(task);
  }

  /** Whether it came to its end: no task is left and none will come. Seals the queue if so. */
  boolean endIfIdle() {
    if (state == State.DONE) {
      return true;
    }
    if (state == State.OPEN && shutdownAsked && isIdle()) {
      queue.seal(this::take);
      if (pending.isEmpty()) {
        state = State.DONE;
        return true;
      }
    }
    return false;
  }

  private boolean isIdle() {
    return pending.isEmpty() && queue.isEmpty() && outstanding.get() == 0;
  }

  /** Whether a task waits, runs or has its result handed on. */
  boolean isBusy() {
    return !(isIdle() && completions.isIdle());
  }

  /**
   * Fails every task that no worker has, and takes no more.
   *
   * @param cause of every failure
   */
  void breakWith(Throwable cause) {
    boolean first = breakage == null;
    if (first) {
      state = State.DONE;
      breakage = cause;
      queue.seal(cause, this::take);
    }
    // Can be gone on with, if there is no memory for all of it at once.
    for (DispatchTask task = pending.peek(); task != null; task = pending.peek()) {
      lose(task, cause);
      pending.remove();
    }
    if (first) {
      events.broken(cause);
    }
  }

  /**
   * Takes note that a task has lost its worker, and puts it first in the queue again if it may run
   * once more.
   *
   * @return false if it has to fail
   */
  boolean tryAgain(DispatchTask task) {
    task.workersLost++;
    boolean again =
        state == State.OPEN
            && task.workersLost <= task.terms().retries()
            && !task.unwanted
            && task.parallel() == null
            && putBack(task);
    if (again) {
      retried.add(1);
    }
    return again;
  }

  /**
   * Puts a task that no worker has any more first in the queue again.
   *
   * @return false if it is done
   */
  boolean putBack(DispatchTask task) {
    boolean queued = task.requeue();
    Throwable cause = breakage;
    if (queued && cause != null) {
      lose(task, cause); // It was on its way back when the others were failed.
      return false;
    }
    if (queued) {
      pending.addFirst(task);
    }
    return queued;
  }

  void lose(DispatchTask task, Throwable cause) {
    if (task.finish()) {
      tell(listener -> listener.lost(cause), task);
    }
  }

  /** Has a task's listener told, off the communication thread. */
  void tell(Consumer<TaskListener> what, DispatchTask task) {
    completions.add(() -> what.accept(task.listener()));
  }

  /** Has a task's listener told of its end; if that takes little time, by a thread that waits. */
  void tellEnd(DispatchTask task, WorkerInfo worker, TaskRecord result) {
    TaskListener listener = task.listener();
    if (task.isTimed()) {
      waits.add(task.sentNanos() - task.submittedNanos());
      runs.add(result.nanos());
    }
    TaskNotes notes = task.notes();
    if (notes != null) {
      notes.ended(result);
    }
    Runnable end = () -> listener.ended(worker, result.outcome(), result.payload());
    // A thread that waits with a time limit must not be held up by a long decoding.
    boolean isShort = result.payload().streamBytes() <= SHORT_STREAM_BYTES;
    if (!isShort || !completions.lend(end, listener::takeOver)) {
      completions.add(end);
    }
  }

  /** The last word: nothing of this session is left. */
  void end() {
    completions.close();
    events.ended(breakage);
  }
}
