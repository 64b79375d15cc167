package io.github.rankpool.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.Pulse;
import io.github.rankpool.testkit.FakeClock;
import io.github.rankpool.testkit.ManualBackend;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A dispatcher, the workers that a test plays, and what the listeners were told. */
final class DispatcherFixture implements PoolEvents {
  static final long MAX_PAYLOAD_BYTES = 4 << 20;
  static final long SHORT_NANOS = TimeUnit.MICROSECONDS.toNanos(1);
  static final long LONG_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  final FakeClock clock = new FakeClock();
  final TaskQueue queue = new TaskQueue();
  final byte[] secret = Handshake.newSecret();
  final ManualBackend backend;
  final Dispatcher dispatcher;
  final Session session;
  final List<ScriptedWorker> workers = new ArrayList<>();
  final Map<Long, RecordingListener> listeners = new LinkedHashMap<>();
  final List<List<WorkerInfo>> readyEvents = new ArrayList<>();

  final List<Throwable> breakages = new ArrayList<>();

  /** How many workers went on, one entry each time that some were lost. */
  final List<Integer> leftEvents = new ArrayList<>();

  /** One entry for each end; the text "well" where there was no cause. */
  final List<Object> endEvents = new ArrayList<>();

  DispatchSettings.ProcessState processes = DispatchSettings.ProcessState.UNSEEN;

  /** Ranks of workers whose state is another one. */
  final Map<Integer, DispatchSettings.ProcessState> processOf = new HashMap<>();

  /** How many workers were asked for, for others that were lost. */
  final List<Integer> asked = new ArrayList<>();

  /** Ranks of workers whose processes were ended by force. */
  final List<Integer> killed = new ArrayList<>();

  /** Of the tasks to come. */
  TaskTerms terms;

  boolean finished;
  private long nextId = 1;

  DispatcherFixture(int size) {
    this(size, 0);
  }

  private DispatcherFixture(int size, int retries) {
    this(size, retries, Pulse.NONE, null);
  }

  private DispatcherFixture(int size, int retries, Pulse pulse, @Nullable String sharedFate) {
    this(size, false, retries, pulse, Optional.ofNullable(sharedFate));
    assertThat(dispatcher.open(session)).isTrue();
    cycle();
  }

  /** Without a session. */
  private DispatcherFixture(
      int size, boolean shared, int retries, Pulse pulse, Optional<String> sharedFate) {
    this(size, shared, retries, pulse, sharedFate, 0);
  }

  private DispatcherFixture(
      int size,
      boolean shared,
      int retries,
      Pulse pulse,
      Optional<String> sharedFate,
      int replacements) {
    backend = new ManualBackend(size);
    DispatchSettings settings =
        new DispatchSettings(
            secret,
            new Timing(1_000, pulse),
            shared,
            !shared,
            sharedFate,
            replacements,
            MAX_PAYLOAD_BYTES,
            new Processes());
    dispatcher =
        new Dispatcher(
            backend,
            backend.communicator(),
            settings,
            clock,
            null,
            asked::add,
            () -> finished = true);
    terms = new TaskTerms(retries, 0, 0);
    session = new Session(0, null, queue, new Completions(Runnable::run, () -> {}), this);
    for (int rank = 0; rank < size; rank++) {
      workers.add(new ScriptedWorker(backend, rank, secret));
    }
    cycle();
  }

  /** A dispatcher whose workers have proved themselves. */
  static DispatcherFixture running(int size) {
    return new DispatcherFixture(size).greeted();
  }

  /** A dispatcher that has proved workers, with heartbeats. */
  static DispatcherFixture beating(int size, Pulse pulse) {
    return new DispatcherFixture(size, 0, pulse, null).greeted();
  }

  /** A dispatcher that has proved workers, some of which may be replaced. */
  static DispatcherFixture replacing(int size, int replacements) {
    DispatcherFixture fixture =
        new DispatcherFixture(size, false, 0, Pulse.NONE, Optional.empty(), replacements);
    assertThat(fixture.dispatcher.open(fixture.session)).isTrue();
    return fixture.greeted();
  }

  /** A dispatcher that has proved workers, of an MPI that ends others with one that dies. */
  static DispatcherFixture ofSharedFate(int size, String fate) {
    return new DispatcherFixture(size, 0, Pulse.NONE, fate).greeted();
  }

  /** A dispatcher whose workers have proved themselves, and are on its own machine. */
  static DispatcherFixture runningHere(int size) {
    DispatcherFixture fixture = new DispatcherFixture(size);
    fixture.workers.forEach(worker -> worker.host = fixture.backend.host());
    return fixture.greeted();
  }

  /** A dispatcher whose workers have proved themselves, and stay for sessions to come. */
  static DispatcherFixture shared(int size) {
    return new DispatcherFixture(size, true, 0, Pulse.NONE, Optional.empty()).greeted();
  }

  /** A dispatcher whose workers have proved themselves, and will end with the session to come. */
  static DispatcherFixture own(int size) {
    return new DispatcherFixture(size, false, 0, Pulse.NONE, Optional.empty()).greeted();
  }

  private DispatcherFixture greeted() {
    workers.forEach(ScriptedWorker::hello);
    cycle();
    assertThat(workers).allMatch(worker -> worker.welcomed);
    return this;
  }

  /** A dispatcher whose window is wide open, because it has seen short tasks only. */
  static DispatcherFixture runningShortTasks(int size) {
    return runningShortTasks(size, 0);
  }

  /** The same, with a session whose tasks may lose some workers. */
  static DispatcherFixture runningShortTasks(int size, int retries) {
    DispatcherFixture fixture = new DispatcherFixture(size, retries).greeted();
    fixture.submit(500);
    fixture.playAll(SHORT_NANOS);
    fixture.listeners.clear();
    return fixture;
  }

  /** As the communication loop does: until there is nothing to do, or the dispatcher has failed. */
  void cycle() {
    try {
      int work = 1;
      for (int i = 0; work > 0 && !dispatcher.isFinished(); i++) {
        assertThat(i).as("cycles without rest").isLessThan(10_000);
        work = dispatcher.doWork();
      }
    } catch (IllegalStateException e) {
      dispatcher.fail(e);
    }
    workers.forEach(ScriptedWorker::read);
  }

  /** Lets the workers finish what they have until no task is left. */
  void playAll(long nanos) {
    cycle();
    for (int i = 0; workers.stream().anyMatch(worker -> !worker.tasks.isEmpty()); i++) {
      assertThat(i).as("rounds").isLessThan(10_000);
      workers.forEach(worker -> worker.finishAll(nanos));
      cycle();
    }
  }

  DispatchTask submit() {
    return submit(Payload.ofBytes(new byte[] {1}));
  }

  DispatchTask submit(Payload payload) {
    RecordingListener listener = new RecordingListener();
    DispatchTask task = new DispatchTask(nextId++, payload, terms, listener);
    listeners.put(task.id(), listener);
    assertThat(queue.offer(task)).isTrue();
    return task;
  }

  /** A task for so many workers at once. */
  List<DispatchTask> submitParallel(int ranks) {
    return submitParallel(ranks, Payload.ofBytes(new byte[] {2}));
  }

  List<DispatchTask> submitParallel(int ranks, Payload payload) {
    List<DispatchTask> members = new ArrayList<>();
    for (int rank = 0; rank < ranks; rank++) {
      RecordingListener listener = new RecordingListener();
      DispatchTask member = new DispatchTask(nextId++, payload, terms, listener);
      listeners.put(member.id(), listener);
      members.add(member);
    }
    assertThat(queue.offer(new ParallelTask(members).members().get(0))).isTrue();
    return members;
  }

  List<DispatchTask> submit(int count) {
    List<DispatchTask> tasks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tasks.add(submit());
    }
    return tasks;
  }

  ScriptedWorker worker(int rank) {
    return workers.get(rank);
  }

  RecordingListener listener(DispatchTask task) {
    RecordingListener listener = listeners.get(task.id());
    assertThat(listener).isNotNull();
    return listener;
  }

  Payload result(DispatchTask task) {
    Payload result = listener(task).result;
    assertThat(result).isNotNull();
    return result;
  }

  List<Integer> tasksPerWorker() {
    return workers.stream().map(worker -> worker.tasks.size()).toList();
  }

  void assertEveryListenerWasToldOnce(String what) {
    assertThat(listeners.values()).isNotEmpty().allMatch(l -> l.calls.equals(List.of(what)));
  }

  void assertBroken(String problem) {
    assertThat(dispatcher.isFinished()).isTrue();
    assertThat(endEvents).hasSize(1);
    assertThat(breakages).hasSize(1);
    assertThat(finished).isTrue();
    assertThat(endEvents.get(0)).isInstanceOf(IllegalStateException.class);
    assertThat((IllegalStateException) endEvents.get(0)).hasMessageContaining(problem);
  }

  private final class Processes implements DispatchSettings.Processes {
    @Override
    public DispatchSettings.ProcessState of(WorkerInfo worker) {
      return processOf.getOrDefault(worker.rank(), processes);
    }

    @Override
    public void end(WorkerInfo worker) {
      killed.add(worker.rank());
      processOf.put(worker.rank(), DispatchSettings.ProcessState.ENDED);
    }
  }

  @Override
  public void ready(List<WorkerInfo> infos) {
    readyEvents.add(infos);
  }

  @Override
  public void left(int workers) {
    leftEvents.add(workers);
  }

  @Override
  public void broken(Throwable cause) {
    breakages.add(cause);
  }

  @Override
  public void ended(@Nullable Throwable cause) {
    endEvents.add(cause == null ? "well" : cause);
  }
}
