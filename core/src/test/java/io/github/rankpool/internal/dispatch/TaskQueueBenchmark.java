package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.wire.Payload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** How many tasks get from the threads that submit to the one that dispatches. */
@State(Scope.Group)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TaskQueueBenchmark {
  private static final Payload PAYLOAD = Payload.ofBytes(new byte[] {1, 2, 3, 4});

  private final TaskQueue queue = new TaskQueue();

  private static DispatchTask task() {
    return new DispatchTask(1, PAYLOAD, IdleListener.INSTANCE);
  }

  /**
   * One thread submits and dispatches: no contention.
   *
   * @param taken takes the tasks
   */
  @Benchmark
  @Group("alone")
  @GroupThreads(1)
  public void alone(Blackhole taken) {
    queue.offer(task());
    queue.drainTo(taken::consume, Integer.MAX_VALUE);
  }

  /** Two threads submit while a third dispatches; they wait while the queue is not empty. */
  @Benchmark
  @Group("handOver")
  @GroupThreads(2)
  public void submit() {
    queue.offer(task());
    for (int spins = 0; spins < 100 && !queue.isEmpty(); spins++) {
      Thread.onSpinWait();
    }
  }

  /**
   * The third thread.
   *
   * @param taken takes the tasks
   * @return how many there were
   */
  @Benchmark
  @Group("handOver")
  @GroupThreads(1)
  public int dispatch(Blackhole taken) {
    return queue.drainTo(taken::consume, Integer.MAX_VALUE);
  }
}
