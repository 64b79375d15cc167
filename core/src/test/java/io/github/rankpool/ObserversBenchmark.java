package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.TaskListener;
import io.github.rankpool.internal.dispatch.TaskTerms;
import io.github.rankpool.internal.dispatch.WorkerInfo;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What it adds to a task that somebody observes the pool, beside what dispatching adds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ObserversBenchmark {
  private static final Payload PAYLOAD = Payload.ofBytes(new byte[] {1, 2, 3, 4});

  /** Who observes. */
  @Param Observed observed = Observed.BY_NOBODY;

  private final Observers observers = new Observers();
  private final Stopwatch stopwatch = new Stopwatch();

  /** Who observes a pool. */
  public enum Observed {
    BY_NOBODY,
    FOR_SUMS,
    FOR_EACH_TASK
  }

  private enum NobodysListener implements TaskListener {
    INSTANCE;

    @Override
    public void ended(WorkerInfo worker, Outcome outcome, Payload payload) {}

    @Override
    public void lost(Throwable cause) {}

    @Override
    public void cancelled(Payload payload) {}
  }

  /**
   * Adds the observer.
   *
   * @param reports takes what it is told
   */
  @Setup
  public void observe(Blackhole reports) {
    if (observed == Observed.BY_NOBODY) {
      return;
    }
    observers.add(
        new PoolObserver() {
          @Override
          public boolean wantsTasks() {
            return observed == Observed.FOR_EACH_TASK;
          }

          @Override
          public void taskEnded(TaskReport report) {
            reports.consume(report);
          }
        });
  }

  /**
   * A task is made and ends.
   *
   * @return the task
   */
  @Benchmark
  public DispatchTask taskThere() {
    DispatchTask task = new DispatchTask(1, PAYLOAD, TaskTerms.NONE, NobodysListener.INSTANCE);
    observers.observe(task);
    observers.taskEnded(task, TaskOutcome.COMPLETED);
    return task;
  }

  /**
   * Something short is encoded or decoded.
   *
   * @return its weight
   */
  @Benchmark
  public int encodingMeasured() {
    int weight = observers.areAbsent() ? 0 : stopwatch.weight();
    if (weight > 0) {
      stopwatch.stop(weight, System.nanoTime());
    }
    return weight;
  }
}
