package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Payload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What it takes to get a task from the thread that submits to the one that dispatches. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TaskQueueBenchmark {
  private static final Payload PAYLOAD = Payload.ofBytes(new byte[] {1, 2, 3, 4});

  private final TaskQueue queue = new TaskQueue();

  private static DispatchTask task() {
    return new DispatchTask(1, PAYLOAD, TaskTerms.NONE, IdleListener.INSTANCE);
  }

  /**
   * One task in and out, in one thread: no contention.
   *
   * @param taken takes the task
   */
  @Benchmark
  public void inAndOut(Blackhole taken) {
    queue.offer(task());
    queue.drainTo(taken::consume, Integer.MAX_VALUE);
  }
}
