package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Agent;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A pool's side of the conversation with its workers: proves the secret, keeps every worker's
 * window filled, takes tasks back from slow ones, and hands results on.
 *
 * <pre>
 *  phase      on                                  does                          next
 *  GREETING   HELLO of every worker, all right    WELCOME                       RUNNING
 *             nothing for two minutes             fails every task              FINISHED
 *  RUNNING    shutdown asked, no task left        STOP to all workers           STOPPING
 *  STOPPING   BYE of every worker                 disconnects                   REAPING
 *  REAPING    workers' processes have ended,      tells the pool                FINISHED
 *             or five seconds are over
 *  any        error                               fails every task              FINISHED
 * </pre>
 *
 * <p>For the communication thread only; it neither waits nor runs users' code. Time and messages
 * come from outside, so that a test can play every interleaving.
 */
final class Dispatcher implements Agent, Link.Handler {
  private static final int TASKS_PER_CYCLE = 4096;
  private static final long RECALL_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long REAP_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long REAP_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long GREETING_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  // A send that MPI completes wakes nobody.
  private static final long SEND_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private enum Phase {
    GREETING,
    RUNNING,
    STOPPING,
    REAPING,
    FINISHED
  }

  private final TaskQueue queue;
  private final InterCommunicator communicator;
  private final Link link;
  private final DispatchSettings settings;
  private final LongSupplier clock;
  private final Completions completions;
  private final PoolEvents events;
  private final Roster roster;
  private final ArrayDeque<DispatchTask> pending = new ArrayDeque<>();
  private final Map<Long, Consumer<Boolean>> withdrawals = new HashMap<>();
  private final Window window = new Window();
  private Phase phase = Phase.GREETING;
  private int outstanding;
  private boolean shutdownAsked;
  private long reapUntilNanos;
  private long lookedNanos;
  private final long beganNanos;

  Dispatcher(
      MpiRuntime runtime,
      InterCommunicator communicator,
      TaskQueue queue,
      DispatchSettings settings,
      LongSupplier clock,
      Completions completions,
      PoolEvents events) {
    this.queue = queue;
    this.communicator = communicator;
    this.settings = settings;
    this.clock = clock;
    this.beganNanos = clock.getAsLong();
    this.completions = completions;
    this.events = events;
    this.link =
        new Link(
            runtime, communicator, communicator.remoteSize(), settings.maxPayloadBytes(), this);
    this.roster = new Roster(communicator.remoteSize());
    for (WorkerSlot slot : roster) {
      link.post(slot.rank, FrameType.CHALLENGE, Handshake.challenge(slot.nonce));
    }
  }

  /**
   * Ends the workers once no task is left.
   *
   * @param cancelPending whether to cancel the tasks that have not begun
   * @param answer gets the listeners of those cancelled, once that is known of every task
   */
  void shutdown(boolean cancelPending, Consumer<List<TaskListener>> answer) {
    shutdownAsked = true;
    List<DispatchTask> unfinished = new ArrayList<>();
    if (cancelPending) {
      takeNewTasks(Integer.MAX_VALUE);
      unfinished.addAll(pending);
      roster.forEach(slot -> unfinished.addAll(slot.tasks()));
    }
    Cancellation cancellation = new Cancellation(unfinished.size(), answer);
    for (DispatchTask task : unfinished) {
      Payload payload = task.payload();
      withdraw(
          task,
          taken -> {
            if (taken && payload != null) {
              completions.add(() -> task.listener().cancelled(payload));
              cancellation.cancelled(task.listener());
            } else {
              cancellation.notCancelled();
            }
          });
    }
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
    for (WorkerSlot slot : roster) {
      if (slot.holds(task) && slot.state == WorkerSlot.State.READY) {
        withdrawals.merge(task.id(), answer, Consumer::andThen);
        link.post(slot.rank, FrameType.RECALL, TaskIds.recall(task.id()));
        return;
      }
    }
    answer.accept(false);
  }

  @Override
  public int doWork() {
    // Once disconnected, there is nobody to talk to.
    int work = phase == Phase.REAPING ? 0 : link.doWork();
    work += takeNewTasks(TASKS_PER_CYCLE);
    if (phase == Phase.RUNNING) {
      work += assign();
      work += recallFromSlowWorkers();
    }
    if (waitsForWorkers()) {
      lookForDeadWorkers();
    }
    work += advance();
    completions.flush();
    return work;
  }

  private int takeNewTasks(int limit) {
    return queue.drainTo(pending::addLast, limit);
  }

  /**
   * Fills windows: every worker gets its share of what is there, beginning with another each time.
   */
  private int assign() {
    if (pending.isEmpty()) {
      return 0;
    }
    int size = window.size();
    int open = roster.countWithCredit(size);
    int sent = 0;
    for (int i = 0; i < roster.size() && open > 0 && !pending.isEmpty(); i++) {
      WorkerSlot slot = roster.nextInTurn();
      int credit = slot.credit(size);
      if (credit > 0) {
        int share = (pending.size() + open - 1) / open;
        sent += send(slot, Math.min(credit, share));
        open--;
      }
    }
    return sent;
  }

  private int send(WorkerSlot slot, int count) {
    int sent = 0;
    if (slot.isIdle()) {
      slot.lastProgressNanos = clock.getAsLong();
    }
    for (DispatchTask task = pending.peek();
        task != null && sent < count && slot.hasRoomFor(task);
        task = pending.peek()) {
      pending.remove();
      Payload payload = task.payload();
      if (payload != null && task.send()) {
        slot.add(task);
        link.post(slot.rank, FrameType.TASKS, new TaskRecord(task.id(), Outcome.TASK, 0, payload));
        sent++;
      }
    }
    outstanding += sent;
    return sent;
  }

  /**
   * Where a worker idles while another sits on tasks behind a long one, half of those come back.
   */
  private int recallFromSlowWorkers() {
    if (!pending.isEmpty() || outstanding == 0 || !roster.hasIdleWorker()) {
      return 0;
    }
    int recalled = 0;
    long now = clock.getAsLong();
    for (WorkerSlot slot : roster) {
      if (slot.taskCount() > 1
          && !slot.recalling
          && now - slot.lastProgressNanos >= RECALL_AFTER_NANOS) {
        slot.recalling = true;
        slot.stuck = true;
        link.post(slot.rank, FrameType.RECALL, TaskIds.recall(slot.newerHalf()));
        recalled++;
      }
    }
    return recalled;
  }

  private int advance() {
    switch (phase) {
      case RUNNING -> {
        if (shutdownAsked && pending.isEmpty() && queue.isEmpty() && outstanding == 0) {
          queue.seal(pending::addLast);
          if (pending.isEmpty()) {
            roster.forEach(this::stop);
            phase = Phase.STOPPING;
          }
          return 1;
        }
      }
      case STOPPING -> {
        if (link.isDrained() && roster.allGone()) {
          communicator.disconnect();
          phase = Phase.REAPING;
          reapUntilNanos = clock.getAsLong() + REAP_LIMIT_NANOS;
          return 1;
        }
      }
      case REAPING -> {
        if (completions.isEmpty()
            && (!roster.anyRunning(settings.processes())
                || clock.getAsLong() - reapUntilNanos >= 0)) {
          finish(null);
          return 1;
        }
      }
      case GREETING -> {
        if (clock.getAsLong() - beganNanos > GREETING_LIMIT_NANOS) {
          throw new IllegalStateException(
              "RP-508: only %d of %d workers spoke within two minutes of their start. See what they printed."
                  .formatted(roster.known().size(), roster.size()));
        }
      }
      case FINISHED -> {}
    }
    return 0;
  }

  private void stop(WorkerSlot slot) {
    slot.state = WorkerSlot.State.STOPPING;
    link.post(slot.rank, FrameType.STOP, new byte[0]);
  }

  private void finish(@Nullable Throwable cause) {
    phase = Phase.FINISHED;
    completions.close();
    events.ended(cause);
  }

  private boolean waitsForWorkers() {
    return switch (phase) {
      case GREETING, STOPPING -> true;
      case RUNNING -> outstanding > 0;
      case REAPING, FINISHED -> false;
    };
  }

  /** A worker that ended without a goodbye answers no more: its pool must not wait for it. */
  private void lookForDeadWorkers() {
    long now = clock.getAsLong();
    if (now - lookedNanos < LOOK_NANOS) {
      return;
    }
    lookedNanos = now;
    WorkerInfo dead = roster.findDead(settings.processes());
    if (dead != null) {
      throw new IllegalStateException(
          "RP-507: "
              + dead
              + " has ended before its time. See what it printed: it may have run out of memory, or"
              + " have been killed.");
    }
  }

  @Override
  public void onControl(int peer, FrameType type, ByteBuffer body) throws FrameException {
    WorkerSlot slot = roster.get(peer);
    switch (type) {
      case HELLO -> welcome(slot, Handshake.readHello(body));
      case RETURNED -> takeBack(slot, TaskIds.readReturned(body));
      case BYE -> leave(slot);
      default -> throw new FrameException(type + " sent to a master");
    }
  }

  private void welcome(WorkerSlot slot, Handshake.Hello hello) throws FrameException {
    byte[] expected =
        Handshake.workerProof(settings.secret(), slot.nonce, hello.nonce(), slot.rank);
    if (slot.state != WorkerSlot.State.GREETED || !Handshake.proves(expected, hello.proof())) {
      throw new FrameException("its proof is wrong: it does not hold this pool's secret");
    }
    if (hello.littleEndian() != Handshake.isLittleEndianHere()) {
      throw new FrameException("its machine has another byte order, which is not supported");
    }
    link.trust(slot.rank);
    slot.state = WorkerSlot.State.READY;
    slot.info = new WorkerInfo(slot.rank, roster.size(), hello.host(), hello.pid());
    byte[] proof = Handshake.masterProof(settings.secret(), slot.nonce, hello.nonce(), slot.rank);
    Handshake.Welcome welcome =
        new Handshake.Welcome(proof, settings.backoffNanos(), settings.zeroCopy());
    link.post(slot.rank, FrameType.WELCOME, Handshake.welcome(welcome));
    if (roster.known().size() == roster.size()) {
      phase = Phase.RUNNING;
      events.ready(roster.known());
    }
  }

  private static void leave(WorkerSlot slot) throws FrameException {
    if (slot.state != WorkerSlot.State.STOPPING) {
      throw new FrameException("BYE from a worker that was not told to stop");
    }
    slot.state = WorkerSlot.State.GONE;
  }

  private void takeBack(WorkerSlot slot, TaskIds.Returned answer) {
    slot.recalling = false;
    slot.lastProgressNanos = clock.getAsLong();
    for (int i = answer.returned().length - 1; i >= 0; i--) {
      long id = answer.returned()[i];
      DispatchTask task = slot.remove(id);
      if (task == null) {
        continue;
      }
      outstanding--;
      Consumer<Boolean> withdrawal = withdrawals.remove(id);
      if (withdrawal != null) {
        boolean cancelled = task.finish();
        withdrawal.accept(cancelled);
      } else if (task.requeue()) {
        pending.addFirst(task);
      }
    }
    for (long id : answer.kept()) {
      Consumer<Boolean> withdrawal = withdrawals.remove(id);
      if (withdrawal != null) {
        withdrawal.accept(false);
      }
    }
  }

  @Override
  public void onRecord(int peer, FrameType type, TaskRecord record) {
    if (type != FrameType.RESULTS) {
      onBroken(peer, new FrameException(type + " sent to a master"));
    }
    WorkerSlot slot = roster.get(peer);
    DispatchTask task = remove(slot, record.id(), record.nanos());
    WorkerInfo info = slot.info;
    if (task != null && info != null && task.finish()) {
      completions.add(() -> task.listener().ended(info, record.outcome(), record.payload()));
    }
  }

  @Override
  public void onRefused(int peer, FrameType type, Announced announced, String reason) {
    DispatchTask task = remove(roster.get(peer), announced.id(), announced.nanos());
    if (task != null && task.finish()) {
      Throwable cause =
          new CodecException(
              "RP-404: the result could not be taken by this process: " + reason, null);
      completions.add(() -> task.listener().lost(cause));
    }
  }

  private @Nullable DispatchTask remove(WorkerSlot slot, long id, long nanos) {
    DispatchTask task = slot.remove(id);
    if (task != null) {
      outstanding--;
      slot.stuck = false;
      slot.lastProgressNanos = clock.getAsLong();
      window.record(nanos);
    }
    return task;
  }

  @Override
  public void onBroken(int peer, FrameException problem) {
    WorkerInfo info = roster.get(peer).info;
    throw new IllegalStateException(
        problem.getMessage() + " (from " + (info == null ? "worker " + peer : info) + ")", problem);
  }

  @Override
  public long nanosToNextDeadline() {
    return switch (phase) {
      case FINISHED -> 0;
      case REAPING -> REAP_POLL_NANOS;
      case GREETING, RUNNING, STOPPING -> {
        if (!link.isDrained()) {
          yield SEND_POLL_NANOS;
        }
        if (!waitsForWorkers()) {
          yield Long.MAX_VALUE;
        }
        boolean mayRecall = outstanding > 0 && pending.isEmpty() && roster.hasIdleWorker();
        yield mayRecall ? RECALL_AFTER_NANOS : LOOK_NANOS;
      }
    };
  }

  @Override
  public long backoffNanos() {
    return settings.backoffNanos();
  }

  @Override
  public boolean hasNewWork() {
    return !queue.isEmpty();
  }

  @Override
  public boolean expectsMessages() {
    // The answer to a recall may come after the last result.
    return phase != Phase.RUNNING || outstanding > 0 || !withdrawals.isEmpty() || !link.isDrained();
  }

  @Override
  public boolean isFinished() {
    return phase == Phase.FINISHED;
  }

  @Override
  public void endSoon() {
    shutdown(true, cancelled -> {});
  }

  @Override
  public void fail(Throwable cause) {
    if (phase == Phase.FINISHED) {
      return;
    }
    queue.seal(cause, pending::addLast);
    pending.forEach(task -> lose(task, cause));
    pending.clear();
    for (WorkerSlot slot : roster) {
      slot.tasks().forEach(task -> lose(task, cause));
      slot.clear();
    }
    outstanding = 0;
    withdrawals.values().forEach(answer -> answer.accept(false));
    withdrawals.clear();
    finish(cause);
  }

  private void lose(DispatchTask task, Throwable cause) {
    if (task.finish()) {
      completions.add(() -> task.listener().lost(cause));
    }
  }

  @Override
  public String toString() {
    return "dispatcher of " + roster.size() + " workers (" + phase + ")";
  }
}
