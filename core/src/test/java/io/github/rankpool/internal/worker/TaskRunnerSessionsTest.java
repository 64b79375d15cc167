package io.github.rankpool.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.backend.threads.ThreadsProvider;
import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the task thread does and keeps for the executors it works for. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
class TaskRunnerSessionsTest {
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private static final MpiRuntime RUNTIME = new ThreadsProvider().start(ThreadLevel.MULTIPLE);
  private static final WorkerIdentity IDENTITY =
      WorkerIdentity.of(RankGroup.permanent(RUNTIME, RUNTIME.world()));
  private static final long FIRST = TaskIds.setup(1);
  private static final long SECOND = TaskIds.setup(2);
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static volatile CountDownLatch begun = new CountDownLatch(1);

  private final LeakCheck leaks = LeakCheck.begin();
  private final JavaCodec codec = JavaCodec.selfContained();
  private final ClassLoader loader = TaskRunnerSessionsTest.class.getClassLoader();
  private final BlockingQueue<TaskRecord> results = new LinkedBlockingQueue<>();
  private final TaskRunner runner = new TaskRunner(IDENTITY, loader, results::add, Progress.NONE);

  @AfterEach
  void threadEnds() {
    runner.finish();
    leaks.assertNothingLeft();
    assertThat(runner.hasEnded()).isTrue();
  }

  private void setUp(long id, String hidden, TaskBody initializer, Map<String, Object> globals)
      throws CodecException {
    SessionSetup.Content content =
        new SessionSetup.Content(initializer, new HashMap<>(globals), null);
    SessionSetup setup =
        new SessionSetup(false, List.of(), hidden, null, codec.encode(content).toByteArray());
    runner.add(Job.setup(id, codec.encode(setup)));
  }

  private Job add(long id, TaskBody body) throws CodecException {
    Job job = Job.task(id, 0, codec.encode(body), null);
    runner.add(job);
    return job;
  }

  private TaskRecord next() throws InterruptedException {
    TaskRecord result = results.poll(10, TimeUnit.SECONDS);
    assertThat(result).isNotNull();
    return result;
  }

  private Object nextValue() throws Exception {
    TaskRecord result = next();
    assertThat(result.outcome()).isEqualTo(Outcome.VALUE);
    Object value = codec.decode(result.payload(), loader);
    assertThat(value).isNotNull();
    return value;
  }

  private static Object name() {
    TaskContext context = TaskContext.current();
    return context == null ? "no context" : String.valueOf(context.globals().get("name"));
  }

  @Test
  void aSetupIsAnsweredUnderItsOwnId() throws Exception {
    setUp(FIRST, "", () -> null, Map.of());
    TaskRecord answer = next();

    assertThat(answer.id()).isEqualTo(FIRST);
    assertThat(answer.outcome()).isEqualTo(Outcome.VALUE);
  }

  @Test
  void noTaskRunsWithoutTheSetupOfItsExecutor() throws Exception {
    setUp(
        FIRST,
        "",
        () -> {
          throw new IllegalStateException("no licence");
        },
        Map.of());
    add(FIRST + 1, () -> "done");
    add(SECOND + 1, () -> "done");

    assertThat(next().outcome()).isEqualTo(Outcome.THROWN);
    TaskRecord failed = next();
    assertThat(failed.outcome()).isEqualTo(Outcome.THROWN);
    assertThat(RemoteFailure.from(failed.payload()).message()).isEqualTo("no licence");
    assertThat(nextValue()).isEqualTo("done");
  }

  @Test
  void aTaskFindsTheDefinitionsThatCameAheadOfIt() throws Exception {
    Payload task = JavaCodec.forTasks(false).encode((TaskBody) () -> "done");
    task.definitions().forEach(each -> runner.add(Job.definition(FIRST, each)));
    runner.add(Job.task(FIRST + 1, 0, received(task), null));

    assertThat(nextValue()).isEqualTo("done");
  }

  @Test
  void definitionsAreOneExecutorsAndForgottenWithIt() throws Exception {
    Payload task = JavaCodec.forTasks(false).encode((TaskBody) () -> "done");
    task.definitions().forEach(each -> runner.add(Job.definition(FIRST, each)));
    runner.add(Job.task(SECOND + 1, 0, received(task), null));
    assertThat(nextFailure()).contains("RP-364");

    runner.add(Job.forget(FIRST));
    runner.add(Job.task(FIRST + 1, 0, received(task), null));
    assertThat(nextFailure()).contains("RP-364");
  }

  @Test
  void definitionsThatComeAfterASetupLeaveItsGlobalsAlone() throws Exception {
    setUp(FIRST, "", () -> null, Map.of("name", "first"));
    next();
    Payload task = JavaCodec.forTasks(false).encode((TaskBody) TaskRunnerSessionsTest::name);
    task.definitions().forEach(each -> runner.add(Job.definition(FIRST, each)));
    runner.add(Job.task(FIRST + 1, 0, received(task), null));

    assertThat(nextValue()).isEqualTo("first");
  }

  /** A payload as it comes out of a frame: bytes. */
  private static Payload received(Payload sent) {
    assertThat(sent.definitions()).isNotEmpty();
    return Payload.ofBytes(sent.toByteArray());
  }

  private String nextFailure() throws Exception {
    TaskRecord result = next();
    assertThat(result.outcome()).isEqualTo(Outcome.UNREADABLE);
    return String.valueOf(RemoteFailure.from(result.payload()).message());
  }

  @Test
  void tasksSeeTheGlobalsOfTheirOwnExecutor() throws Exception {
    setUp(FIRST, "", () -> null, Map.of("name", "first"));
    setUp(SECOND, "", () -> null, Map.of("name", "second"));
    next();
    next();
    add(SECOND + 1, TaskRunnerSessionsTest::name);
    add(FIRST + 1, TaskRunnerSessionsTest::name);
    add(TaskIds.setup(3) + 1, TaskRunnerSessionsTest::name);

    assertThat(nextValue()).isEqualTo("second");
    assertThat(nextValue()).isEqualTo("first");
    assertThat(nextValue()).isEqualTo("null");
  }

  @Test
  void anExecutorThatEndedIsForgotten() throws Exception {
    setUp(FIRST, "", () -> null, Map.of("name", "first"));
    next();
    runner.add(Job.forget(FIRST));
    runner.add(Job.forget(SECOND));
    add(FIRST + 1, TaskRunnerSessionsTest::name);

    assertThat(nextValue()).isEqualTo("null");
  }

  @Test
  void theInitializerSeesRankAndGlobalsAndMayMakeNoPool() throws Exception {
    setUp(
        FIRST,
        "",
        () -> {
          TaskContext context = TaskContext.current();
          throw new IllegalStateException(
              name() + " " + (context == null ? -1 : context.rank()) + " " + StartUp.isUnderWay());
        },
        Map.of("name", "first"));
    TaskRecord answer = next();

    assertThat(answer.outcome()).isEqualTo(Outcome.THROWN);
    assertThat(RemoteFailure.from(answer.payload()).message()).isEqualTo("first 0 true");
    add(SECOND + 1, () -> StartUp.isUnderWay());
    assertThat(nextValue()).isEqualTo(false);
  }

  @Test
  void aFailedSetupLeavesNothingBehind() throws Exception {
    setUp(
        FIRST,
        "",
        () -> {
          throw new IllegalStateException("on purpose");
        },
        Map.of("name", "first"));
    next();
    add(SECOND + 1, TaskRunnerSessionsTest::name);

    assertThat(nextValue()).isEqualTo("null");
  }

  @Test
  void bytesThatAreNoSetupAreUnreadable() throws Exception {
    runner.add(Job.setup(FIRST, codec.encode(null)));

    assertThat(next().outcome()).isEqualTo(Outcome.UNREADABLE);
  }

  /** The main class of a program, as it were. */
  private static final class Program {
    static TaskBody task() {
      return () -> "of the program's class";
    }
  }

  @Test
  void theHiddenClassCannotBeUsedByTasks() throws Exception {
    setUp(FIRST, Program.class.getName(), () -> null, Map.of());
    next();
    add(FIRST + 1, Program.task());
    TaskRecord answer = next();

    assertThat(answer.outcome()).isEqualTo(Outcome.UNREADABLE);
    assertThat(RemoteFailure.from(answer.payload()).message())
        .contains(Program.class.getName(), "main(false)");
    add(SECOND + 1, Program.task());
    assertThat(nextValue()).isEqualTo("of the program's class");
  }

  private static Object blockForEver() throws InterruptedException {
    begun.countDown();
    NEVER.await();
    return 0;
  }

  @Test
  void anInterruptHitsTheTaskItIsMeantForAndNoOther() throws Exception {
    begun = new CountDownLatch(1);
    CountDownLatch first = begun;
    Job running = add(FIRST + 1, TaskRunnerSessionsTest::blockForEver);
    Job waiting = add(FIRST + 2, () -> Thread.currentThread().isInterrupted());
    add(FIRST + 3, () -> Thread.currentThread().isInterrupted());
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
    runner.interrupt(waiting);
    assertThat(results).isEmpty();
    runner.interrupt(running);

    TaskRecord interrupted = next();
    assertThat(interrupted.id()).isEqualTo(FIRST + 1);
    assertThat(RemoteFailure.from(interrupted.payload()).className())
        .isEqualTo(InterruptedException.class.getName());
    assertThat(nextValue()).isEqualTo(true);
    assertThat(nextValue()).isEqualTo(false);
    runner.interrupt(waiting);
    add(FIRST + 4, () -> Thread.currentThread().isInterrupted());
    assertThat(nextValue()).isEqualTo(false);
  }
}
