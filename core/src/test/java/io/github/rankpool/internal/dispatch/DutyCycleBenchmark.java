package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.FrameType;
import io.github.rankpool.internal.wire.Frames;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.TaskRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Cycles of the master, by hand, over an MPI that takes no time: what the pool itself adds to a
 * task, and how that grows with the number of workers. The workers' answers are made in the same
 * thread, and so is the fake MPI's copy of each message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DutyCycleBenchmark {
  private static final Payload PAYLOAD = Payload.ofBytes(new byte[] {1, 2, 3, 4});
  private static final int BATCH = 1000;
  private static final Duration CYCLE = Duration.ofNanos(500);

  /** How many workers the pool has. */
  @Param({"2", "1000", "4000"})
  int workers = 2;

  private @Nullable DispatcherFixture pool;
  private int[] framesAnswered = {};
  private long nextId = 1_000_000;
  private final ByteBuffer answer = ByteBuffer.allocate(Frames.MAX_FRAME_BYTES);

  /** Starts a pool that has seen short tasks. */
  @Setup
  public void start() {
    pool = DispatcherFixture.running(workers);
    framesAnswered = new int[workers];
    // Each has said hello.
    Arrays.fill(framesAnswered, 1);
    for (int i = 0; i < 100; i++) {
      oneTask();
    }
  }

  private DispatcherFixture pool() {
    if (pool == null) {
      throw new IllegalStateException("not started");
    }
    return pool;
  }

  private int cycle() {
    pool().clock.advance(CYCLE);
    return pool().dispatcher.doWork();
  }

  private DispatchTask submit() {
    DispatchTask task = new DispatchTask(nextId++, PAYLOAD, TaskTerms.NONE, IdleListener.INSTANCE);
    pool().queue.offer(task);
    return task;
  }

  /** Answers tasks, those of the same worker that follow each other in one frame. */
  private void answer(DispatchTask... tasks) {
    for (int i = 0; i < tasks.length; ) {
      WorkerSlot worker = tasks[i].holder;
      if (worker == null) {
        throw new IllegalStateException("task " + tasks[i].id() + " was not sent");
      }
      Frames.begin(answer.clear(), FrameType.RESULTS, framesAnswered[worker.rank]++);
      for (; i < tasks.length && tasks[i].holder == worker; i++) {
        Frames.add(answer, new TaskRecord(tasks[i].id(), Outcome.VALUE, 1_000, PAYLOAD));
      }
      Frames.end(answer);
      byte[] bytes = Arrays.copyOf(answer.array(), answer.limit());
      pool().backend.sent(worker.rank);
      pool().backend.deliver(worker.rank, ScriptedWorker.FRAME_TAG, bytes);
    }
  }

  /**
   * A cycle with nothing to do, as whoever waits runs one after the other.
   *
   * @return what was done
   */
  @Benchmark
  public int idle() {
    return cycle();
  }

  /**
   * A task there and back while all workers are idle: three cycles.
   *
   * @return what the last cycle has done
   */
  @Benchmark
  public int oneTask() {
    DispatchTask task = submit();
    cycle();
    cycle();
    answer(task);
    return cycle();
  }

  /**
   * One of a thousand tasks that are handed in together.
   *
   * @return what the last cycle has done
   */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public int oneOfMany() {
    DispatchTask[] tasks = new DispatchTask[BATCH];
    Arrays.setAll(tasks, i -> submit());
    cycle();
    cycle();
    for (int from = 0; from < BATCH; ) {
      int sent = 0;
      while (from + sent < BATCH && tasks[from + sent].holder != null) {
        sent++;
      }
      answer(Arrays.copyOfRange(tasks, from, from + sent));
      from += sent;
      cycle();
      cycle();
    }
    return cycle();
  }
}
