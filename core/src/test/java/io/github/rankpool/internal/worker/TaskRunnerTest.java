package io.github.rankpool.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.backend.threads.ThreadsProvider;
import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.FrameException;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.RemoteFailure;
import io.github.rankpool.internal.wire.TaskRecord;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@SuppressWarnings("serial") // Tasks of this test use its private parts.
class TaskRunnerTest {
  @RegisterExtension final Watchdog watchdog = new Watchdog(Duration.ofSeconds(30));

  private static final MpiRuntime RUNTIME = new ThreadsProvider().start(ThreadLevel.MULTIPLE);
  private static final WorkerIdentity IDENTITY =
      WorkerIdentity.of(RankGroup.permanent(RUNTIME, RUNTIME.world()));
  private static final CountDownLatch NEVER = new CountDownLatch(1);
  private static volatile CountDownLatch begun = new CountDownLatch(1);

  private final LeakCheck leaks = LeakCheck.begin();
  private final JavaCodec codec = JavaCodec.selfContained();
  private final ClassLoader loader = TaskRunnerTest.class.getClassLoader();
  private final BlockingQueue<TaskRecord> results = new LinkedBlockingQueue<>();
  private final TaskRunner runner = new TaskRunner(IDENTITY, loader, results::add, Progress.NONE);
  private long nextId = 1;

  @AfterEach
  void threadEnds() {
    runner.finish();
    leaks.assertNothingLeft();
    assertThat(runner.hasEnded()).isTrue();
  }

  private Job add(TaskBody body) throws CodecException {
    Job job = Job.task(nextId++, 0, codec.encode(body), null);
    runner.add(job);
    return job;
  }

  private TaskRecord next() throws InterruptedException {
    TaskRecord result = results.poll(10, TimeUnit.SECONDS);
    assertThat(result).isNotNull();
    return result;
  }

  private RemoteFailure nextFailure(Outcome outcome) throws InterruptedException, FrameException {
    TaskRecord result = next();
    assertThat(result.outcome()).isEqualTo(outcome);
    return RemoteFailure.from(result.payload());
  }

  @Test
  void aThreadThatCannotEvenTellOfAResultSaysWhatItDiedOf() throws Exception {
    OutOfMemoryError none = new OutOfMemoryError("thrown on purpose by a test");
    TaskRunner starved =
        new TaskRunner(
            IDENTITY,
            loader,
            result -> {
              throw none;
            },
            Progress.NONE);
    starved.add(Job.task(1, 0, codec.encode((TaskBody) () -> "result"), null));

    while (!starved.hasEnded()) {
      Thread.onSpinWait();
    }
    assertThat(starved.death()).isSameAs(none);
    assertThat(runner.death()).isNull();
  }

  @Test
  void aTaskThatRunsForTooLongIsToldOfOnceAndInterrupted() throws Exception {
    assertThat(runner.nanosToOverdue()).isEqualTo(Long.MAX_VALUE);
    TaskBody body = TaskRunnerTest::waitForInterrupt;
    runner.add(Job.task(77, 1_000_000, codec.encode(body), null));
    Job overdue = null;
    while (overdue == null) {
      overdue = runner.takeOverdue();
    }

    assertThat(overdue.id).isEqualTo(77);
    assertThat(runner.takeOverdue()).isNull();
    assertThat(codec.decode(next().payload(), loader)).isEqualTo("interrupted");
    assertThat(runner.nanosToOverdue()).isEqualTo(Long.MAX_VALUE);
    assertStillRuns();
  }

  private static String waitForInterrupt() {
    try {
      NEVER.await();
      return "never";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  @Test
  void aTaskThatEndsWithinItsLimitIsNeitherToldOfNorInterrupted() throws Exception {
    TaskBody body = () -> Thread.currentThread().isInterrupted();
    runner.add(Job.task(78, Long.MAX_VALUE / 4, codec.encode(body), null));

    assertThat(codec.decode(next().payload(), loader)).isEqualTo(false);
    assertThat(runner.takeOverdue()).isNull();
  }

  private void assertStillRuns() throws Exception {
    long id = nextId;
    add(() -> "well");
    TaskRecord result = next();
    assertThat(result.id()).isEqualTo(id);
    assertThat(result.outcome()).isEqualTo(Outcome.VALUE);
    assertThat(codec.decode(result.payload(), loader)).isEqualTo("well");
  }

  @Test
  void tasksRunInTheirOrderAndAreTimed() throws Exception {
    for (int i = 0; i < 10; i++) {
      int value = i;
      add(() -> value);
    }
    for (int i = 0; i < 10; i++) {
      TaskRecord result = next();
      assertThat(result.id()).isEqualTo(i + 1);
      assertThat(result.nanos()).isNotNegative();
      assertThat(codec.decode(result.payload(), loader)).isEqualTo(i);
    }
  }

  @Test
  void whatATaskThrowsIsItsResult() throws Exception {
    add(
        () -> {
          throw new AssertionError("thrown by the task");
        });

    assertThat(nextFailure(Outcome.THROWN).message()).isEqualTo("thrown by the task");
    assertStillRuns();
  }

  @Test
  void bytesThatAreNoTaskAreUnreadable() throws Exception {
    runner.add(Job.task(nextId++, 0, Payload.ofBytes(new byte[5]), null));
    nextFailure(Outcome.UNREADABLE);
    runner.add(Job.task(nextId++, 0, codec.encode("no task"), null));
    nextFailure(Outcome.UNREADABLE);

    assertStillRuns();
  }

  @Test
  void resultThatCannotBeSerializedIsUnreadable() throws Exception {
    add(() -> new Object());

    assertThat(nextFailure(Outcome.UNREADABLE).message()).contains("java.lang.Object");
    assertStillRuns();
  }

  /** Throws an error, not an exception, on its way to the wire or from it. */
  private static final class Explosive implements Serializable {
    private static final long serialVersionUID = 1L;
    private final boolean onWriting;

    Explosive(boolean onWriting) {
      this.onWriting = onWriting;
    }

    private void writeObject(ObjectOutputStream stream) throws Exception {
      stream.defaultWriteObject();
      if (onWriting) {
        throw new AssertionError("thrown on writing");
      }
    }

    private void readObject(ObjectInputStream stream) throws Exception {
      stream.defaultReadObject();
      throw new AssertionError("thrown on reading");
    }
  }

  @Test
  void errorsOfUsersSerializationCodeDoNotEndTheThread() throws Exception {
    add(() -> new Explosive(true));
    assertThat(nextFailure(Outcome.UNREADABLE).message()).contains("thrown on writing");

    Explosive captured = new Explosive(false);
    add(() -> captured);
    assertThat(nextFailure(Outcome.THROWN).message()).contains("thrown on reading");

    assertStillRuns();
  }

  @Test
  void jobThatWasClaimedIsNotRun() throws Exception {
    begun = new CountDownLatch(1);
    CountDownLatch first = begun;
    add(TaskRunnerTest::waitForBegun);
    Job taken = add(() -> "not to be run");
    assertThat(taken.claim()).isTrue();
    assertThat(taken.claim()).isFalse();
    first.countDown();

    assertThat(next().id()).isOne();
    assertStillRuns();
  }

  private static Object waitForBegun() throws InterruptedException {
    return begun.await(10, TimeUnit.SECONDS);
  }

  @Test
  void interruptOfATaskDoesNotReachTheNextOne() throws Exception {
    add(
        () -> {
          Thread.currentThread().interrupt();
          return 1;
        });
    add(() -> Thread.currentThread().isInterrupted());
    next();

    assertThat(codec.decode(next().payload(), loader)).isEqualTo(false);
  }

  @Test
  void abandonedRunnerEndsWithTheTaskAtHand() throws Exception {
    LeakCheck own = LeakCheck.begin();
    TaskRunner abandoned = new TaskRunner(IDENTITY, loader, results::add, Progress.NONE);
    begun = new CountDownLatch(1);
    CountDownLatch first = begun;
    abandoned.add(Job.task(1, 0, codec.encode((TaskBody) TaskRunnerTest::blockForEver), null));
    abandoned.add(Job.task(2, 0, codec.encode((TaskBody) () -> "not to be run"), null));
    assertThat(first.await(10, TimeUnit.SECONDS)).isTrue();
    abandoned.abandon();

    assertThat(nextFailure(Outcome.THROWN).className())
        .isEqualTo(InterruptedException.class.getName());
    own.assertNothingLeft();
    assertThat(abandoned.hasEnded()).isTrue();
    assertThat(results).isEmpty();
  }

  private static Object blockForEver() throws InterruptedException {
    begun.countDown();
    NEVER.await();
    return 0;
  }
}
