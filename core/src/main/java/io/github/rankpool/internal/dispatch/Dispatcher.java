package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Agent;
import io.github.rankpool.internal.comm.Doorbell;
import io.github.rankpool.internal.comm.Expectation;
import io.github.rankpool.internal.comm.Heartbeats;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.dispatch.Session.State;
import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Figures;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's side of the conversation with a group of workers: proves the secret, has the workers
 * set up for each executor, hands tasks to the {@link Scheduler} and results on, and ends the
 * workers.
 *
 * <pre>
 *  phase      on                                  does                          next
 *  GREETING   HELLO of every worker, all right    WELCOME                       RUNNING
 *             nothing for two minutes, or a       fails every task              FINISHED
 *             worker is lost
 *  RUNNING    the last session done (if shared:   STOP to all workers           STOPPING
 *             and the group was closed)
 *             the last worker is lost             fails every task              STOPPING
 *  STOPPING   BYE of every worker not lost        disconnects                   REAPING
 *  REAPING    workers' processes have ended,      tells the sessions            FINISHED
 *             or were ended by force
 *  any        error                               fails every task              FINISHED
 * </pre>
 *
 * <p>For the communication thread only; it neither waits nor runs users' code. Time and messages
 * come from outside, so that a test can play every interleaving.
 */
final class Dispatcher implements Agent, Link.Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
  private static final int TASKS_PER_CYCLE = 4096;
  private static final long REAP_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  // A send that MPI completes wakes nobody.
  private static final long SEND_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private enum Phase {
    GREETING,
    RUNNING,
    STOPPING,
    REAPING,
    FINISHED
  }

  private final Worlds worlds = new Worlds();
  private final LongSupplier clock;
  private final Link link;
  private final DispatchSettings settings;
  private final Runnable onFinish;
  private final Roster roster;
  private final Scheduler scheduler;
  private final Losses losses;
  private final TimeLimits timeLimits;
  private final WorkerWatch watch;
  private final Heartbeats heartbeats;
  private final Greeting greeting;
  private final Setups setups;
  private final Replacements replacements;

  /** Those that are not done, and in a group of its own also the one that is. */
  private final List<Session> sessions = new ArrayList<>();

  private Phase phase = Phase.GREETING;
  private boolean closing;

  /**
   * Creates a dispatcher and challenges the workers.
   *
   * @param runtime gives buffers
   * @param communicator to the workers, for this dispatcher's use alone
   * @param settings what it has to know
   * @param clock in nanoseconds
   * @param doorbell of this process; null if none is needed
   * @param startLater has {@link #replace} called, later, for so many workers
   * @param onFinish called at the end, after the sessions were told
   */
  Dispatcher(
      MpiRuntime runtime,
      InterCommunicator communicator,
      DispatchSettings settings,
      LongSupplier clock,
      @Nullable Doorbell doorbell,
      IntConsumer startLater,
      Runnable onFinish) {
    this.settings = settings;
    this.onFinish = onFinish;
    this.clock = clock;
    this.roster = new Roster(communicator.remoteSize(), settings.replacements());
    this.link =
        new Link(runtime, worlds, roster.capacity(), settings.maxPayloadBytes(), doorbell, this);
    this.scheduler = new Scheduler(roster, link, clock, sessions);
    this.timeLimits = new TimeLimits(scheduler, clock);
    this.setups = new Setups(roster, link, sessions);
    this.watch = new WorkerWatch(roster, settings, clock);
    this.heartbeats = new Heartbeats(link, roster.capacity(), settings.timing().pulse(), clock);
    this.replacements = new Replacements(settings.replacements(), startLater);
    this.losses =
        new Losses(
            roster,
            scheduler,
            sessions,
            clock,
            new LossSigns(link, watch, heartbeats),
            replacements,
            settings.sharedFate());
    this.greeting = new Greeting(link, roster, heartbeats, settings, runtime.host(), clock);
    greet(communicator);
  }

  private void greet(InterCommunicator workers) {
    int first = worlds.size();
    worlds.add(workers);
    for (int rank = first; rank < worlds.size(); rank++) {
      greeting.challenge(roster.get(rank));
    }
  }

  /**
   * Starts workers for others that were lost, if they are still needed. May block.
   *
   * @param count as was asked for
   * @param starter starts them
   */
  void replace(int count, Replacements.Starter starter) {
    if (phase != Phase.RUNNING) {
      return;
    }
    try {
      greet(starter.start(count, worlds.size(), roster.size()));
    } catch (RuntimeException e) {
      LOG.warn("RP-255: {} workers could not be replaced", count, e);
      replacements.settle(count);
      losses.goOn();
    }
  }

  /**
   * Takes the tasks of an executor from now on.
   *
   * @param session not opened before
   * @return false if the workers are about to end; the session is as it was then
   */
  boolean open(Session session) {
    if (closing || phase == Phase.STOPPING || phase == Phase.REAPING || phase == Phase.FINISHED) {
      return false;
    }
    sessions.add(session);
    if (phase == Phase.RUNNING) {
      setups.begin(session);
    }
    return true;
  }

  /**
   * Ends an executor's session once none of its tasks is left.
   *
   * @param session opened before
   * @param cancelPending whether to cancel the tasks that have not begun
   * @param answer gets the listeners of those cancelled, once that is known of every task
   */
  void shutdown(Session session, boolean cancelPending, Consumer<List<TaskListener>> answer) {
    session.shutdownAsked = true;
    List<DispatchTask> unfinished = new ArrayList<>();
    if (cancelPending) {
      session.takeNewTasks(Integer.MAX_VALUE);
      unfinished.addAll(session.pending);
      unfinished.addAll(scheduler.sent(session));
    }
    Cancellation.begin(unfinished, scheduler, answer);
  }

  /** What is known of the workers, for any thread. */
  Census census() {
    return new Census(roster, scheduler, heartbeats, link.traffic());
  }

  /** Ends the workers once the sessions there are have ended. */
  void close() {
    closing = true;
  }

  /**
   * Tries to take a task out of the pool before it runs.
   *
   * @param task to be cancelled
   * @param answer gets true if it will not run, false if it has begun or ended
   */
  void withdraw(DispatchTask task, Consumer<Boolean> answer) {
    scheduler.withdraw(task, answer);
  }

  /**
   * Has the workers that run a task interrupt it.
   *
   * @param task a task, or a member of a parallel one
   */
  void interrupt(DispatchTask task) {
    scheduler.interrupt(task);
  }

  @Override
  public int doWork() {
    // Once disconnected, there is nobody to talk to.
    int work = phase == Phase.REAPING ? 0 : talk();
    for (Session session : sessions) {
      work += session.takeNewTasks(TASKS_PER_CYCLE);
    }
    if (phase == Phase.RUNNING) {
      work += scheduler.assign();
      work += scheduler.recallFromSlowWorkers();
    }
    work += advance();
    sessions.forEach(session -> session.completions.flush());
    return work;
  }

  private int talk() {
    int work = link.doWork();
    long now = clock.getAsLong();
    heartbeats.doWork(now);
    watch.look(now);
    timeLimits.check();
    return work + losses.settle();
  }

  private int advance() {
    switch (phase) {
      case RUNNING -> {
        return endSessions();
      }
      case STOPPING -> {
        if (link.isDrained() && roster.allGone()) {
          part();
          phase = Phase.REAPING;
          watch.beginReaping();
          return 1;
        }
      }
      case REAPING -> {
        if (sessions.stream().allMatch(session -> session.completions.isIdle())
            && watch.isReaped()) {
          finish();
          return 1;
        }
      }
      case GREETING -> watch.checkGreeting();
      case FINISHED -> {}
    }
    return 0;
  }

  private void part() {
    try {
      worlds.part(roster::isLost);
    } catch (MpiException e) {
      // All tasks are done, and what is left of the workers will be ended by force.
      LOG.warn("RP-252: the workers could not be left in good order", e);
    }
  }

  /** In a shared group a session ends for itself; otherwise with its workers. */
  private int endSessions() {
    int work = 0;
    boolean allDone = true;
    for (Iterator<Session> all = sessions.iterator(); all.hasNext(); ) {
      Session session = all.next();
      boolean done = session.endIfIdle();
      allDone &= done;
      if (done && settings.shared() && session.completions.isIdle()) {
        all.remove();
        setups.forget(session);
        session.end();
        work++;
      }
    }
    boolean forGood = closing || (roster.isDeserted() && !replacements.areAwaited());
    if (allDone && (forGood || !(settings.shared() || sessions.isEmpty()))) {
      roster.ready().forEach(this::stop);
      phase = Phase.STOPPING;
      work++;
    }
    return work;
  }

  private void stop(WorkerSlot slot) {
    slot.enter(WorkerSlot.State.STOPPING);
    link.post(slot.rank, FrameType.STOP, Handshake.stop(roster.hasLost()));
  }

  private void finish() {
    phase = Phase.FINISHED;
    sessions.forEach(Session::end);
    sessions.clear();
    link.end();
    onFinish.run();
  }

  private boolean waitsForWorkers() {
    return switch (phase) {
      case GREETING, STOPPING -> true;
      case RUNNING -> scheduler.outstanding() > 0 || setups.areUnderWay();
      case REAPING, FINISHED -> false;
    };
  }

  @Override
  public void onControl(int peer, FrameType type, ByteBuffer body) throws FrameException {
    WorkerSlot slot = roster.get(peer);
    switch (type) {
      case HELLO -> welcome(slot, Handshake.readHello(body));
      case RETURNED -> scheduler.takeBack(slot, TaskIds.readReturned(body));
      case FIGURES -> slot.take(Figures.read(body));
      case BYE -> leave(slot);
      default -> throw new FrameException(type + " sent to a master");
    }
  }

  private void welcome(WorkerSlot slot, Handshake.Hello hello) throws FrameException {
    greeting.welcome(slot, hello);
    if (!roster.isOriginal(slot.rank)) {
      replacements.settle(1);
      if (phase == Phase.RUNNING) {
        setups.catchUp(slot);
        losses.goOn();
      } else {
        stop(slot);
      }
    } else if (roster.isComplete()) {
      phase = Phase.RUNNING;
      sessions.forEach(setups::begin);
    }
  }

  private void leave(WorkerSlot slot) throws FrameException {
    FrameException.check(
        slot.state() == WorkerSlot.State.STOPPING, "BYE from a worker that was not told to stop");
    slot.enter(WorkerSlot.State.GONE);
    heartbeats.forget(slot.rank);
  }

  @Override
  public void onRecord(int peer, FrameType type, TaskRecord record) {
    if (type != FrameType.RESULTS) {
      onBroken(peer, new FrameException(type + " sent to a master"));
      return;
    }
    WorkerSlot slot = roster.get(peer);
    WorkerInfo info = slot.info;
    if (info == null) {
      return;
    }
    if (TaskIds.setupOf(record.id()) == record.id()) {
      setups.answered(info, record);
      return;
    }
    if (record.outcome() == Outcome.TIMED_OUT) {
      timeLimits.passed(slot, record);
      return;
    }
    if (record.outcome() != Outcome.VALUE && losses.memberFailures.take(slot, record)) {
      return;
    }
    DispatchTask task = scheduler.finished(slot, record.id(), record.nanos());
    if (task != null && task.finish()) {
      task.session().tellEnd(task, info, record);
    }
  }

  @Override
  public void onRefused(int peer, FrameType type, Announced announced, String reason) {
    DispatchTask task = scheduler.finished(roster.get(peer), announced.id(), announced.nanos());
    if (task != null && !scheduler.isConsequence(task)) {
      task.session()
          .lose(
              task,
              new CodecException(
                  "RP-404: the result could not be taken by this process: " + reason, null));
    }
  }

  /** A stranger must not get in; but one of many workers is not worth a pool. */
  @Override
  public void onBroken(int peer, Exception problem) {
    WorkerSlot slot = roster.get(peer);
    if (phase == Phase.GREETING) {
      throw new IllegalStateException(
          problem.getMessage() + " (from " + slot.known() + ")", problem);
    }
    slot.fault = "what came from it cannot be taken: " + problem.getMessage();
  }

  @Override
  public long nanosToNextDeadline() {
    long toNextLook = Math.min(losses.nanosToNextLook(), heartbeats.nanosToNextLook());
    return Math.min(Math.min(toNextLook, timeLimits.nanosToNextCheck()), nanosToNextStep());
  }

  private long nanosToNextStep() {
    return switch (phase) {
      case FINISHED -> 0;
      case REAPING -> REAP_POLL_NANOS;
      case GREETING, RUNNING, STOPPING -> {
        if (!link.isDrained()) {
          yield SEND_POLL_NANOS;
        }
        if (sessions.stream().anyMatch(session -> session.state == State.DONE)) {
          yield REAP_POLL_NANOS;
        }
        if (!waitsForWorkers()) {
          yield Long.MAX_VALUE;
        }
        yield scheduler.mayRecall() ? Scheduler.RECALL_AFTER_NANOS : WorkerWatch.LOOK_NANOS;
      }
    };
  }

  @Override
  public long backoffNanos() {
    return settings.timing().backoffNanos();
  }

  @Override
  public boolean hasNewWork() {
    return sessions.stream().anyMatch(session -> !session.queue.isEmpty());
  }

  @Override
  public Expectation expectation() {
    if (phase != Phase.RUNNING || !link.isDrained()) {
      return Expectation.SOON;
    }
    Expectation ofTasks = scheduler.expectation(greeting.areAllHere());
    return ofTasks != Expectation.SOON && setups.areUnderWay() ? Expectation.SOON : ofTasks;
  }

  @Override
  public boolean peersRing() {
    return link.allRing();
  }

  @Override
  public boolean mayBeLent() {
    return phase == Phase.RUNNING;
  }

  @Override
  public boolean isFinished() {
    return phase == Phase.FINISHED;
  }

  @Override
  public void endSoon() {
    for (Session session : sessions) {
      shutdown(session, true, cancelled -> {});
      scheduler.sent(session).forEach(scheduler::interrupt);
    }
    close();
  }

  @Override
  public void fail(Throwable cause) {
    if (phase == Phase.FINISHED) {
      return;
    }
    scheduler.fail(cause);
    sessions.forEach(session -> session.breakWith(cause));
    finish();
  }

  @Override
  public String toString() {
    return "dispatcher of " + roster.size() + " workers (" + phase + ")";
  }
}
