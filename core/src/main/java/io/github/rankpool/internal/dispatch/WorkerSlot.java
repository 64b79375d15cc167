package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Counter;
import io.github.rankpool.internal.comm.IdQueue;
import io.github.rankpool.internal.wire.Figures;
import io.github.rankpool.internal.wire.FrameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the dispatcher keeps for each worker. Whatever decides whether it gets tasks is changed by
 * methods, which tell the {@link Roster}: with thousands of workers nobody is to ask each of them.
 *
 * <p>For the communication thread; others may look at what is volatile or counted.
 */
final class WorkerSlot {
  /** The most payload that a worker may hold beside its first task, in bytes. */
  private static final long MAX_BYTES = 64 << 20;

  enum State {
    /** Not started: it comes, perhaps, instead of one that is lost. */
    ABSENT,
    /** Challenged; its proof is awaited. */
    GREETED,
    /** Takes tasks. */
    READY,
    /** Told to stop; its goodbye is awaited. */
    STOPPING,
    /** Said goodbye. */
    GONE,
    /** Ended, or out of reach, without a goodbye. */
    LOST
  }

  final int rank;
  final byte[] nonce;
  private final Roster roster;
  private volatile State state = State.ABSENT;
  volatile @Nullable WorkerInfo info;

  /** What the worker has told of itself. */
  volatile Figures figures = Figures.NONE;

  final RoundTrip roundTrip = new RoundTrip();

  /** Tasks sent and not answered, oldest first. */
  private final IdQueue<DispatchTask> outstanding = new IdQueue<>(DispatchTask::id);

  private final Counter held = new Counter();
  private long outstandingBytes;

  /** Who asked for tasks to be taken back from it and waits for its answer, by the task's id. */
  private final Map<Long, Consumer<Boolean>> withdrawals = new HashMap<>();

  /** What was wrong with its messages; null while they are all right. */
  @Nullable String fault;

  /** How it was noticed that it is lost; null while it is not. */
  @Nullable String lossEvidence;

  /** When its proof was asked for, in the clock's nanoseconds. */
  long challengedNanos;

  /** When the worker last gave a sign of progress on its tasks, in the clock's nanoseconds. */
  long lastProgressNanos;

  /** Whether it was asked to give tasks back and has not answered yet. */
  boolean recalling;

  /** Whether it was asked to give tasks back and has finished none since. */
  private boolean stuck;

  /** Whether it runs a part of a parallel task that was lost with another worker. */
  private boolean stranded;

  private long strandedNanos;

  WorkerSlot(int rank, byte[] nonce, Roster roster) {
    this.rank = rank;
    this.nonce = nonce;
    this.roster = roster;
  }

  State state() {
    return state;
  }

  void enter(State next) {
    state = next;
    roster.changed(this);
  }

  boolean isReady() {
    return state == State.READY;
  }

  /** It gets nothing behind the tasks it has until one of them is done. */
  void markStuck() {
    stuck = true;
    roster.changed(this);
  }

  /** It is to end its part of a parallel task, the only one it has, as another worker was lost. */
  void strand(long nanos) {
    stranded = true;
    strandedNanos = nanos;
  }

  boolean isStranded() {
    return stranded;
  }

  /** Since when, in the clock's nanoseconds. */
  long strandedNanos() {
    return strandedNanos;
  }

  /**
   * How many more tasks the worker may get now, as far as their number goes. One that is stuck
   * would only have to give them back again.
   */
  int credit(int window) {
    boolean takesTasks = state == State.READY && (!stuck || outstanding.isEmpty());
    return takesTasks && outstandingBytes < MAX_BYTES ? window - outstanding.size() : 0;
  }

  /** Whether a task has room beside those that the worker holds. */
  boolean hasRoomFor(DispatchTask task) {
    return outstanding.isEmpty() || outstandingBytes + task.bytes() <= MAX_BYTES;
  }

  void add(DispatchTask task) {
    outstanding.add(task);
    outstandingBytes += task.bytes();
    task.holder = this;
    tasksChanged();
  }

  /** A task that it holds; null if it has none of that id. */
  @Nullable DispatchTask find(long id) {
    return outstanding.get(id);
  }

  /** Takes a task from it that has ended there. */
  @Nullable DispatchTask finish(long id) {
    stuck = false;
    stranded = false;
    return remove(id);
  }

  /** Takes a task from it; null if it has none of that id. */
  @Nullable DispatchTask remove(long id) {
    DispatchTask task = outstanding.remove(id);
    if (task != null) {
      outstandingBytes -= task.bytes();
      task.holder = null;
    }
    tasksChanged();
    return task;
  }

  private void tasksChanged() {
    held.set(outstanding.size());
    roster.changed(this);
  }

  boolean isIdle() {
    return outstanding.isEmpty();
  }

  /** Whether it has tasks, as far as other threads know. */
  boolean isKnownBusy() {
    return held.get() > 0;
  }

  int taskCount() {
    return outstanding.size();
  }

  List<DispatchTask> tasks() {
    return outstanding.toList();
  }

  /** Whether something may still come from it. */
  boolean isAwaited() {
    return state != State.ABSENT && state != State.GONE && state != State.LOST;
  }

  /**
   * The worker tells of itself.
   *
   * @throws FrameException if it has not proved that it belongs to the pool
   */
  void take(Figures told) throws FrameException {
    FrameException.check(info != null, "figures before the handshake was complete");
    figures = told;
  }

  /** Who it is, as far as it has proved that. */
  WorkerInfo known() {
    WorkerInfo proved = info;
    return proved != null ? proved : WorkerInfo.unknown(rank, roster.size());
  }

  /** Takes all tasks from it, oldest first. */
  List<DispatchTask> clear() {
    List<DispatchTask> tasks = outstanding.toList();
    outstanding.clear();
    outstandingBytes = 0;
    tasks.forEach(task -> task.holder = null);
    tasksChanged();
    return tasks;
  }

  boolean owesAnswers() {
    return !withdrawals.isEmpty();
  }

  /** Somebody waits to be told whether a task was taken back from it. */
  void addWithdrawal(long id, Consumer<Boolean> answer) {
    withdrawals.merge(id, answer, Consumer::andThen);
    roster.changed(this);
  }

  /** Who waits to be told whether a task was taken back; null if nobody does, or was told. */
  @Nullable Consumer<Boolean> removeWithdrawal(long id) {
    Consumer<Boolean> waiting = withdrawals.remove(id);
    roster.changed(this);
    return waiting;
  }

  /** Tells everyone who waits for its answer that no task was taken back. */
  void refuseWithdrawals() {
    List<Consumer<Boolean>> waiting = new ArrayList<>(withdrawals.values());
    withdrawals.clear();
    roster.changed(this);
    waiting.forEach(answer -> answer.accept(false));
  }

  /** The newer half of the tasks it holds, without the oldest, which is probably running. */
  long[] newerHalf() {
    return outstanding.toList().stream()
        .skip((outstanding.size() + 1) / 2)
        .mapToLong(DispatchTask::id)
        .toArray();
  }
}
