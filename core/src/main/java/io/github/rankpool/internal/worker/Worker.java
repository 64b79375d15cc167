package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.Agent;
import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.comm.Expectation;
import io.github.rankpool.internal.comm.Heartbeats;
import io.github.rankpool.internal.comm.IdQueue;
import io.github.rankpool.internal.comm.Link;
import io.github.rankpool.internal.comm.Mailbox;
import io.github.rankpool.internal.wire.Announced;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Definition;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Groups;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A worker's communication side.
 *
 * <pre>
 *  state      on                       does                              next
 *  GREETING   CHALLENGE                HELLO with proof                  GREETING
 *             WELCOME, proof right     starts the task thread            SERVING
 *             nothing for two minutes  gives up                          (fails)
 *  SERVING    TASKS                    to the task thread
 *             RECALL                   RETURNED
 *             STOP                     lets the task thread finish       STOPPING
 *  STOPPING   task thread ended        sends results, then BYE           LEAVING
 *  LEAVING    all sent                 disconnects                       FINISHED
 *             the master is gone       gives the connection up           FINISHED
 *  others     the master is lost       gives up                          (fails)
 * </pre>
 */
final class Worker implements Agent, Link.Handler {
  private static final int MASTER = 0;
  private static final long GREETING_LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);

  private static final Set<FrameType> BEFORE_HANDSHAKE =
      Set.of(FrameType.CHALLENGE, FrameType.WELCOME, FrameType.DISMISSED);

  /** Results are left in the outbox, where they hold up the task thread, beyond this many bytes. */
  private static final long MAX_BACKLOG_BYTES = 64 << 20;

  private static final Payload NOTHING = Payload.ofBytes(new byte[0]);

  private enum State {
    GREETING,
    SERVING,
    STOPPING,
    LEAVING,
    FINISHED
  }

  private final CommLoop loop;
  private final InterCommunicator master;
  private final Link link;
  private final byte[] secret;
  private final WorkerIdentity identity;
  private final ClassLoader loader;
  private final Consumer<@Nullable Throwable> onFinish;
  private final long began = System.nanoTime();
  private final Outbox outbox = new Outbox();
  private final IdQueue<Job> jobs = new IdQueue<>(job -> job.id);

  /** Announced for parallel tasks that have not come yet. */
  private final Map<Long, Groups.Group> groups = new HashMap<>();

  /** Parallel tasks that another rank has failed before all of the task was here. */
  private final Set<Long> interruptedEarly = new HashSet<>();

  private final byte[] nonce = Handshake.newNonce();
  private byte[] masterNonce = {};
  private long backoffNanos = TimeUnit.MILLISECONDS.toNanos(1);
  private @Nullable TaskRunner runner;

  /** With the master, from its welcome on. */
  private @Nullable Heartbeats heartbeats;

  private @Nullable MasterWatch masterWatch;

  /** Of what this worker does, from the master's welcome on. */
  private @Nullable Bulletin bulletin;

  private State state = State.GREETING;

  /** Whether the master has told that not all workers will disconnect with this one. */
  private boolean othersAreLost;

  /**
   * Creates a worker that waits for its master's challenge.
   *
   * @param loop drives this worker
   * @param master the communicator to the master, which is rank 0 there
   * @param secret the pool's
   * @param identity which worker this is; its group is left to its owner at the end
   * @param loader finds the tasks' classes
   * @param onFinish gets what ended it before its time, or null; on the communication thread
   */
  Worker(
      CommLoop loop,
      InterCommunicator master,
      byte[] secret,
      WorkerIdentity identity,
      ClassLoader loader,
      Consumer<@Nullable Throwable> onFinish) {
    this.loop = loop;
    this.master = master;
    this.secret = secret;
    this.identity = identity;
    this.loader = loader;
    this.onFinish = onFinish;
    this.link =
        new Link(
            loop.runtime(),
            Mailbox.of(master),
            master.remoteSize(),
            Runtime.getRuntime().maxMemory(),
            loop.doorbell(),
            this);
  }

  @Override
  public int doWork() {
    int work = link.doWork();
    checkMaster();
    checkTaskThread();
    while (link.backlogBytes() < MAX_BACKLOG_BYTES) {
      TaskRecord result = outbox.poll();
      if (result == null) {
        break;
      }
      jobs.remove(result.id());
      link.post(MASTER, FrameType.RESULTS, result);
      work++;
    }
    return work + tellOverdue() + advance();
  }

  private int tellOverdue() {
    Job overdue = runner == null ? null : runner.takeOverdue();
    if (overdue == null) {
      return 0;
    }
    link.post(
        MASTER,
        FrameType.RESULTS,
        new TaskRecord(overdue.id, Outcome.TIMED_OUT, overdue.limitNanos, NOTHING));
    return 1;
  }

  private void checkMaster() {
    long now = System.nanoTime();
    if (state != State.LEAVING && isMasterGone(now)) {
      throw new IllegalStateException(
          "RP-313: this worker's master has ended, or cannot be reached any more; nobody is left to"
              + " work for");
    }
    if (heartbeats == null) {
      return;
    }
    heartbeats.doWork(now);
    if (bulletin != null && state == State.SERVING) {
      bulletin.doWork(now);
    }
    if (heartbeats.isSilent(MASTER)) {
      throw new IllegalStateException(
          "RP-510: this worker's master was not heard of for "
              + TimeUnit.NANOSECONDS.toSeconds(heartbeats.silenceNanos(MASTER))
              + " s: it has ended, was stopped, cannot be reached any more, or has given this"
              + " worker up. If it only was busy, give it more time by RANKPOOL_HEARTBEAT_LIMIT");
    }
  }

  private boolean isMasterGone(long now) {
    return link.isLost(MASTER) || (masterWatch != null && masterWatch.hasEnded(now));
  }

  private void checkTaskThread() {
    Throwable death = runner == null ? null : runner.death();
    if (death != null) {
      throw new IllegalStateException(
          "RP-511: the thread that runs tasks has ended; without it this worker is of no use",
          death);
    }
  }

  private int advance() {
    switch (state) {
      case GREETING -> {
        if (System.nanoTime() - began > GREETING_LIMIT_NANOS) {
          throw new IllegalStateException(
              "RP-502: this worker was started, but its master did not speak to it for two minutes."
                  + " Is the master alive, and of the same version?");
        }
      }
      case STOPPING -> {
        if (runner == null || (runner.hasEnded() && outbox.isEmpty())) {
          if (bulletin != null) {
            bulletin.tell(System.nanoTime());
          }
          link.post(MASTER, FrameType.BYE, new byte[0]);
          state = State.LEAVING;
          return 1;
        }
      }
      case LEAVING -> {
        // A master that does not wait for others may go before this one has seen its goodbye sent.
        boolean isMasterGone = isMasterGone(System.nanoTime());
        if (isMasterGone || link.isDrained()) {
          if (othersAreLost || isMasterGone) {
            master.abandon();
            identity.group().abandon();
          } else {
            master.disconnect();
          }
          state = State.FINISHED;
          onFinish.accept(null);
          return 1;
        }
      }
      case SERVING, FINISHED -> {}
    }
    return 0;
  }

  @Override
  public long nanosToNextDeadline() {
    // A task thread that ends does not wake this one; nor does a send that MPI has completed.
    long toNextStep =
        switch (state) {
          case GREETING -> GREETING_LIMIT_NANOS;
          case SERVING -> link.isDrained() ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(1);
          case STOPPING, LEAVING -> TimeUnit.MILLISECONDS.toNanos(1);
          case FINISHED -> 0;
        };
    if (heartbeats != null) {
      toNextStep = Math.min(toNextStep, heartbeats.nanosToNextLook());
    }
    if (bulletin != null && state == State.SERVING) {
      toNextStep = Math.min(toNextStep, bulletin.nanosToNextTelling(System.nanoTime()));
    }
    return runner == null ? toNextStep : Math.min(toNextStep, runner.nanosToOverdue());
  }

  @Override
  public long backoffNanos() {
    return backoffNanos;
  }

  @Override
  public boolean hasNewWork() {
    return !outbox.isEmpty();
  }

  @Override
  public Expectation expectation() {
    // While the task thread is busy, the next task need not be found at once.
    return jobs.isEmpty() || link.isMoving() ? Expectation.SOON : Expectation.SOMETIME;
  }

  @Override
  public boolean peersRing() {
    return link.allRing();
  }

  @Override
  public boolean mayBeLent() {
    return state == State.SERVING;
  }

  @Override
  public boolean isFinished() {
    return state == State.FINISHED;
  }

  @Override
  public void endSoon() {
    // A worker's end is its master's business.
  }

  @Override
  public void fail(Throwable cause) {
    state = State.FINISHED;
    outbox.close();
    if (runner != null) {
      runner.abandon();
    }
    onFinish.accept(cause);
  }

  @Override
  public void onControl(int peer, FrameType type, ByteBuffer body) throws FrameException {
    if (state == State.GREETING && !BEFORE_HANDSHAKE.contains(type)) {
      throw new FrameException(type + " before the handshake was complete");
    }
    switch (type) {
      case CHALLENGE -> answerChallenge(Handshake.readChallenge(body));
      case WELCOME -> enter(Handshake.readWelcome(body));
      case RECALL -> giveBack(TaskIds.readList(body));
      case INTERRUPT -> interrupt(TaskIds.readList(body));
      case GROUP -> {
        Groups.Group group = Groups.readGroup(body);
        groups.put(group.id(), group);
      }
      case FORGET -> forget(TaskIds.readList(body));
      case STOP -> stop(body);
      case DISMISSED -> throw new GivenUpException();
      default -> throw new FrameException(type + " sent to a worker");
    }
  }

  private void answerChallenge(byte[] challenge) {
    masterNonce = challenge;
    MpiRuntime runtime = loop.runtime();
    byte[] proof = Handshake.workerProof(secret, masterNonce, nonce, identity.rank());
    link.post(
        MASTER,
        FrameType.HELLO,
        Handshake.hello(
            new Handshake.Hello(
                nonce,
                proof,
                ProcessHandle.current().pid(),
                runtime.host(),
                Handshake.isLittleEndianHere())));
  }

  private void enter(Handshake.Welcome welcome) throws FrameException {
    byte[] expected = Handshake.masterProof(secret, masterNonce, nonce, identity.rank());
    if (state != State.GREETING || !Handshake.proves(expected, welcome.proof())) {
      throw new FrameException("the master's proof is wrong: it does not hold this pool's secret");
    }
    link.trust(MASTER);
    backoffNanos = welcome.backoffNanos();
    heartbeats = new Heartbeats(link, 1, welcome.pulse().ofMaster(), System::nanoTime);
    heartbeats.watch(MASTER);
    masterWatch = MasterWatch.of(welcome.pid(), welcome.host(), loop.runtime().host());
    runner = new TaskRunner(identity, loader, result -> outbox.put(result, loop::wake), loop);
    bulletin = new Bulletin(link, MASTER, runner.effort(), loop.sleeps(), System.nanoTime());
    state = State.SERVING;
  }

  private void stop(ByteBuffer body) throws FrameException {
    othersAreLost = Handshake.readStop(body);
    state = State.STOPPING;
    if (runner != null) {
      runner.finish();
    }
  }

  private void interrupt(long[] ids) {
    for (long id : ids) {
      Job job = jobs.get(id);
      if (job != null && runner != null) {
        runner.interrupt(job);
      } else if (groups.containsKey(id)) {
        interruptedEarly.add(id);
      }
    }
  }

  private void forget(long[] setups) {
    if (runner != null) {
      for (long id : setups) {
        runner.add(Job.forget(id));
      }
    }
  }

  private void giveBack(long[] ids) {
    Map<Boolean, List<Long>> byFate =
        Arrays.stream(ids).boxed().collect(Collectors.partitioningBy(this::takeBack));
    TaskIds.Returned answer = new TaskIds.Returned(toArray(byFate, true), toArray(byFate, false));
    link.post(MASTER, FrameType.RETURNED, TaskIds.returned(answer));
  }

  private static long[] toArray(Map<Boolean, List<Long>> byFate, boolean fate) {
    return byFate.getOrDefault(fate, List.of()).stream().mapToLong(Long::longValue).toArray();
  }

  private boolean takeBack(long id) {
    Job job = jobs.get(id);
    if (job == null || !job.claim()) {
      return false;
    }
    jobs.remove(id);
    return true;
  }

  @Override
  public void onRecord(int peer, FrameType type, TaskRecord record) {
    if (runner == null || type != FrameType.TASKS) {
      throw new IllegalStateException("RP-503: " + type + " sent to a worker in state " + state);
    }
    if (record.outcome() == Outcome.DEFINITION) {
      runner.add(Job.definition(record.id(), definition(record)));
      return;
    }
    Job job =
        record.outcome() == Outcome.SETUP
            ? Job.setup(record.id(), record.payload())
            : Job.task(record.id(), record.nanos(), record.payload(), groups.remove(record.id()));
    jobs.add(job);
    if (interruptedEarly.remove(record.id())) {
      runner.interrupt(job);
    }
    runner.add(job);
  }

  private static Definition definition(TaskRecord record) {
    try {
      return Definition.from(record.payload());
    } catch (FrameException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void onRefused(int peer, FrameType type, Announced announced, String reason) {
    CodecException problem =
        new CodecException("the task could not be taken by the worker: " + reason, null);
    RemoteFailure description = RemoteFailure.of(problem);
    Groups.Group members = groups.remove(announced.id());
    if (members != null && runner != null) {
      interruptedEarly.remove(announced.id());
      runner.add(Job.refused(announced.id(), description.toPayload(), members));
      return;
    }
    link.post(
        MASTER,
        FrameType.RESULTS,
        new TaskRecord(announced.id(), Outcome.UNREADABLE, 0, description.toPayload()));
  }

  @Override
  public void onBroken(int peer, Exception problem) {
    throw new IllegalStateException(problem);
  }
}
