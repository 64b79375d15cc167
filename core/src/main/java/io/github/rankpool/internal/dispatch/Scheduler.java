package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Counter;
import io.github.rankpool.internal.comm.Expectation;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.wire.Definition;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Groups;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which worker gets which task: keeps every worker's window filled, from all sessions in turn;
 * takes tasks back from slow workers; starts parallel tasks when enough workers are idle.
 *
 * <p>A parallel task at the head of its session holds back all others, or it might wait for ever.
 *
 * <p>For the communication thread only.
 */
final class Scheduler {
  static final long RECALL_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Roster roster;
  private final Link link;
  private final LongSupplier clock;
  private final List<Session> sessions;
  private final Window window = new Window();

  /** The most tasks that a worker may hold, for any thread to read. */
  final Counter windowSize = new Counter();

  private int turn;
  private int outstanding;
  private int groups;

  /** When tasks of this round were sent, once somebody has asked. */
  private long roundNanos;

  private boolean roundIsTimed;

  /**
   * Creates a scheduler.
   *
   * @param roster the workers
   * @param link to them
   * @param clock in nanoseconds
   * @param sessions those there are, kept up to date by the owner
   */
  Scheduler(Roster roster, Link link, LongSupplier clock, List<Session> sessions) {
    this.roster = roster;
    this.link = link;
    this.clock = clock;
    this.sessions = sessions;
  }

  int outstanding() {
    return outstanding;
  }

  /**
   * How closely to look for what workers answer.
   *
   * @param allHere whether all of them are on this machine: they need its cores for tasks, and ring
   */
  Expectation expectation(boolean allHere) {
    // The answer to a recall may come after the last result.
    if (roster.owesAnswers()) {
      return Expectation.SOON;
    }
    if (outstanding == 0) {
      return Expectation.NOTHING;
    }
    return allHere && window.isOfLongTasks() ? Expectation.SOMETIME : Expectation.SOON;
  }

  /** Whether tasks may soon have to be taken back, so that somebody must look at the clock. */
  boolean mayRecall() {
    return outstanding > 0 && waiting() == 0 && roster.hasIdleWorker();
  }

  private int waiting() {
    int count = 0;
    for (Session session : sessions) {
      count += session.state == Session.State.OPEN ? session.pending.size() : 0;
    }
    return count;
  }

  /** Fills windows: every worker gets its share of what is there. */
  int assign() {
    roundIsTimed = false;
    int waiting = waiting();
    if (waiting == 0) {
      return 0;
    }
    ParallelTask parallel = firstParallel();
    if (parallel != null) {
      return start(parallel);
    }
    int size = window.size();
    windowSize.set(size);
    int sent = 0;
    for (int turns = roster.beginRound(size); turns > 0 && sent < waiting; turns--) {
      WorkerSlot slot = roster.nextInRound();
      int share = (waiting - sent + turns - 1) / turns;
      sent += send(slot, Math.min(slot.credit(size), share));
    }
    return sent;
  }

  private int send(WorkerSlot slot, int count) {
    int sent = 0;
    if (slot.isIdle()) {
      slot.lastProgressNanos = clock.getAsLong();
      slot.roundTrip.begin(slot.lastProgressNanos);
    }
    for (Session session = sessionInTurn();
        session != null && sent < count && slot.hasRoomFor(session.pending.getFirst());
        session = sessionInTurn()) {
      DispatchTask task = session.pending.removeFirst();
      turn++;
      sent += send(slot, session, task) ? 1 : 0;
    }
    return sent;
  }

  private boolean send(WorkerSlot slot, Session session, DispatchTask task) {
    Payload payload = task.payload();
    if (payload == null || !task.send()) {
      return false;
    }
    transmit(slot, session, task, payload);
    return true;
  }

  private void transmit(WorkerSlot slot, Session session, DispatchTask task, Payload payload) {
    if (task.isTimed()) {
      task.sent(slot.rank, roundNanos());
    }
    slot.add(task);
    session.outstanding.add(1);
    outstanding++;
    sendDefinitions(slot, session, payload.definitions());
    link.post(
        slot.rank,
        FrameType.TASKS,
        new TaskRecord(task.id(), Outcome.TASK, task.terms().limitNanos(), payload));
  }

  /** A look at the clock for each task would be felt. */
  private long roundNanos() {
    if (!roundIsTimed) {
      roundIsTimed = true;
      roundNanos = clock.getAsLong();
    }
    return roundNanos;
  }

  private void sendDefinitions(WorkerSlot slot, Session session, List<Definition> definitions) {
    for (Definition definition : definitions) {
      if (session.defineAt(slot.rank, definition)) {
        link.post(
            slot.rank,
            FrameType.TASKS,
            new TaskRecord(session.id, Outcome.DEFINITION, 0, definition.toPayload()));
      }
    }
  }

  /** The session whose turn it is, of those that have a task to send; null if there is none. */
  private @Nullable Session sessionInTurn() {
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(Math.floorMod(turn + i, sessions.size()));
      if (session.state == Session.State.OPEN
          && !session.pending.isEmpty()
          && session.pending.getFirst().parallel() == null) {
        return session;
      }
    }
    return null;
  }

  private @Nullable ParallelTask firstParallel() {
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(Math.floorMod(turn + i, sessions.size()));
      if (session.state == Session.State.OPEN && !session.pending.isEmpty()) {
        ParallelTask parallel = session.pending.getFirst().parallel();
        if (parallel != null) {
          return parallel;
        }
      }
    }
    return null;
  }

  private int start(ParallelTask parallel) {
    List<DispatchTask> members = parallel.members();
    Session session = members.get(0).session();
    if (members.size() > roster.countTogether()) {
      session.pending.removeFirst();
      session.lose(
          members.get(0), new TooFewWorkersException(members.size(), roster.countTogether()));
      return 1;
    }
    List<WorkerSlot> idle = roster.idleTogether(members.size());
    if (idle.size() < members.size()) {
      return 0;
    }
    session.pending.removeFirst();
    turn++;
    Payload payload = members.get(0).payload();
    // The first one stands for all: once it is claimed, none can be withdrawn.
    if (payload == null || !members.get(0).send()) {
      return 1;
    }
    int[] ranks = idle.stream().mapToInt(slot -> slot.rank).toArray();
    parallel.runOn(ranks);
    int number = groups++;
    for (int i = 0; i < ranks.length; i++) {
      DispatchTask member = members.get(i);
      member.send();
      member.session = session;
      link.post(ranks[i], FrameType.GROUP, Groups.group(member.id(), number, ranks));
      transmit(idle.get(i), session, member, payload);
      // Nothing is to wait behind it.
      idle.get(i).markStuck();
    }
    return ranks.length;
  }

  /**
   * Where a worker idles while another sits on tasks behind a long one, half of those come back.
   */
  int recallFromSlowWorkers() {
    if (!mayRecall()) {
      return 0;
    }
    int recalled = 0;
    long now = clock.getAsLong();
    for (WorkerSlot slot : roster.laden()) {
      if (!slot.recalling && now - slot.lastProgressNanos >= RECALL_AFTER_NANOS) {
        slot.recalling = true;
        slot.markStuck();
        link.post(slot.rank, FrameType.RECALL, TaskIds.list(slot.newerHalf()));
        recalled++;
      }
    }
    return recalled;
  }

  /**
   * What a worker has not begun comes back, as the task that it runs may never end; and it gets
   * nothing more until that has.
   */
  void recallAllBehind(DispatchTask running) {
    WorkerSlot slot = running.holder;
    if (slot == null) {
      return;
    }
    slot.markStuck();
    if (slot.taskCount() < 2) {
      return;
    }
    slot.recalling = true;
    long[] others =
        slot.tasks().stream().filter(task -> task != running).mapToLong(DispatchTask::id).toArray();
    link.post(slot.rank, FrameType.RECALL, TaskIds.list(others));
  }

  /**
   * Tries to take a task out of the pool before it runs.
   *
   * @param task to be cancelled
   * @param answer gets true if it will not run, false if it has begun or ended
   */
  void withdraw(DispatchTask task, Consumer<Boolean> answer) {
    if (task.withdraw()) {
      answer.accept(true);
      return;
    }
    task.unwanted = true;
    WorkerSlot slot = task.holder;
    if (slot != null && slot.isReady() && task.parallel() == null) {
      slot.addWithdrawal(task.id(), answer);
      link.post(slot.rank, FrameType.RECALL, TaskIds.list(task.id()));
    } else {
      answer.accept(false);
    }
  }

  /**
   * Takes note of a failed task. If it is a rank of a parallel one, the others are interrupted, as
   * they may wait for it; what comes of that is a consequence of the first failure, and not told.
   */
  boolean isConsequence(DispatchTask task) {
    ParallelTask parallel = task.parallel();
    if (parallel == null) {
      return false;
    }
    if (parallel.fail()) {
      interrupt(task);
      return false;
    }
    task.finish();
    return true;
  }

  /** Has the worker that runs a task, or those that run a parallel one, interrupt it. */
  void interrupt(DispatchTask task) {
    ParallelTask parallel = task.parallel();
    List<DispatchTask> tasks = parallel == null ? List.of(task) : parallel.members();
    for (DispatchTask each : tasks) {
      each.unwanted = true;
      WorkerSlot slot = each.holder;
      if (slot != null && slot.isReady()) {
        link.post(slot.rank, FrameType.INTERRUPT, TaskIds.list(each.id()));
      }
    }
  }

  /** A worker's answer to a recall. */
  void takeBack(WorkerSlot slot, TaskIds.Returned answer) {
    slot.recalling = false;
    slot.roundTrip.giveUp();
    slot.lastProgressNanos = clock.getAsLong();
    for (int i = answer.returned().length - 1; i >= 0; i--) {
      long id = answer.returned()[i];
      DispatchTask task = slot.remove(id);
      if (task == null) {
        continue;
      }
      outstanding--;
      task.session().outstanding.add(-1);
      Consumer<Boolean> withdrawal = slot.removeWithdrawal(id);
      if (withdrawal != null) {
        withdrawal.accept(task.withdrawReturned());
      } else {
        task.session().putBack(task);
      }
    }
    for (long id : answer.kept()) {
      Consumer<Boolean> withdrawal = slot.removeWithdrawal(id);
      if (withdrawal != null) {
        withdrawal.accept(false);
      }
    }
  }

  /**
   * Takes note of a task's end.
   *
   * @param slot the worker it was at
   * @param id of the task
   * @param nanos how long it ran, in nanoseconds
   * @return the task; null if that worker did not have it
   */
  @Nullable DispatchTask finished(WorkerSlot slot, long id, long nanos) {
    DispatchTask task = slot.finish(id);
    if (task != null) {
      outstanding--;
      task.session().outstanding.add(-1);
      slot.lastProgressNanos = clock.getAsLong();
      slot.roundTrip.end(slot.lastProgressNanos, nanos);
      window.record(nanos);
    }
    return task;
  }

  /** All tasks that workers have, of one session. */
  List<DispatchTask> sent(Session session) {
    List<DispatchTask> tasks = new ArrayList<>();
    roster.forEach(
        slot ->
            slot.tasks().stream().filter(task -> task.session() == session).forEach(tasks::add));
    return tasks;
  }

  /**
   * Fails every task that a worker has, and answers every question about one.
   *
   * @param cause of every failure
   */
  void fail(Throwable cause) {
    for (WorkerSlot slot : roster) {
      slot.tasks().forEach(task -> task.session().lose(task, cause));
      slot.clear();
    }
    outstanding = 0;
    roster.forEach(WorkerSlot::refuseWithdrawals);
  }

  /**
   * Takes every task from a lost worker, begun or not: those that may run again wait for another
   * one, the others fail. So do parallel tasks of which it has had its part done already: their
   * other ranks may wait for it. Answers every question about one.
   *
   * @param slot the worker, which is known to be lost
   * @param loss the cause of every failure
   * @return how many of its tasks fail
   */
  int lose(WorkerSlot slot, WorkerLoss loss) {
    List<DispatchTask> tasks = slot.clear();
    Deque<DispatchTask> failed = new ArrayDeque<>();
    // The newest first, so that the oldest is the first in the queue.
    for (int i = tasks.size() - 1; i >= 0; i--) {
      DispatchTask task = tasks.get(i);
      outstanding--;
      task.session().outstanding.add(-1);
      if (!task.session().tryAgain(task)) {
        failed.addFirst(task);
      }
    }
    int count = failed.size();
    for (WorkerSlot other : roster.ready()) {
      List<DispatchTask> bereaved =
          other.tasks().stream().filter(task -> task.needs(slot.rank)).toList();
      if (!bereaved.isEmpty()) {
        other.strand(clock.getAsLong());
        failed.addAll(bereaved);
      }
    }
    for (DispatchTask task : failed) {
      if (!isConsequence(task)) {
        task.session().lose(task, loss);
      }
    }
    slot.refuseWithdrawals();
    return count;
  }
}
