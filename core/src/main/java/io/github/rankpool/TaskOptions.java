package io.github.rankpool;

import io.github.rankpool.internal.dispatch.TaskTerms;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a pool does for tasks that get into trouble: whose worker is lost, or which take too long.
 * Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * MpiPoolExecutor patient = pool.with(TaskOptions.defaults().retries(2).timeout(ofMinutes(10)));
 * patient.submit(() -> Simulation.run(42));
 * }</pre>
 *
 * <p>What is not set here comes from the pool ({@link MpiPoolExecutorBuilder#taskOptions}).
 */
public final class TaskOptions {
  private static final TaskOptions DEFAULTS = new TaskOptions(null, null, null);

  private final @Nullable Integer retries;
  private final @Nullable Duration timeout;
  private final @Nullable Duration grace;

  private TaskOptions(
      @Nullable Integer retries, @Nullable Duration timeout, @Nullable Duration grace) {
    this.retries = retries;
    this.timeout = timeout;
    this.grace = grace;
  }

  /**
   * Nothing set: as of the pool; if that has nothing set either, no retries and no time limit.
   *
   * @return the defaults
   */
  public static TaskOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Lets a task whose worker is lost go to another worker rather than fail. It may then run twice,
   * or in part and again, and must be one that can. A task that has lost more workers than this
   * fails with a {@link WorkerLostException}: one that ends its process, for want of memory
   * perhaps, is not to take all workers with it. Parallel tasks, and tasks whose cancellation was
   * asked for, are not tried again.
   *
   * @param times how many workers a task may lose, 0 or more
   * @return changed copy
   * @throws IllegalArgumentException if negative
   */
  public TaskOptions retries(int times) {
    if (times < 0) {
      throw new IllegalArgumentException(
          "RP-233: retries must be 0 or more, but is " + times + ". Leave it out for none");
    }
    return new TaskOptions(times, timeout, grace);
  }

  /**
   * Limits how long a task may run, from when it begins at its worker. When the time is over, its
   * future fails with a {@link TaskTimeoutException} as cause, at once, and the task is
   * interrupted. Its worker takes no other task before this one has ended. Of {@code map} the limit
   * is that of a chunk, of a parallel task that of each rank. A pool that is closed waits for a
   * task that goes on, unless {@link #endWorkerAfter} bounds that.
   *
   * @param limit more than zero
   * @return changed copy
   * @throws IllegalArgumentException if zero or less
   */
  public TaskOptions timeout(Duration limit) {
    return new TaskOptions(retries, positive("timeout", limit), grace);
  }

  /**
   * Gives up a worker whose task has not ended some time after its limit: it counts as lost, and
   * its process is ended if it is one of its own on this machine. What waited behind that task goes
   * to other workers. A pool that may ({@link MpiPoolExecutorBuilder#replaceLostWorkers}) starts
   * another one. Without this, or without a limit, the worker is waited for.
   *
   * @param grace from the time limit on, more than zero
   * @return changed copy
   * @throws IllegalArgumentException if zero or less
   */
  public TaskOptions endWorkerAfter(Duration grace) {
    return new TaskOptions(retries, timeout, positive("endWorkerAfter", grace));
  }

  private static Duration positive(String what, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "RP-235: "
              + what
              + " must be more than zero, but is "
              + value
              + ". Leave it out for none");
    }
    return value;
  }

  /** These, and what others set that is not set here. */
  TaskOptions orElse(TaskOptions others) {
    return new TaskOptions(
        retries != null ? retries : others.retries,
        timeout != null ? timeout : others.timeout,
        grace != null ? grace : others.grace);
  }

  TaskTerms terms() {
    return new TaskTerms(retries == null ? 0 : retries, nanos(timeout), nanos(grace));
  }

  private static long nanos(@Nullable Duration duration) {
    try {
      return Optional.ofNullable(duration).map(Duration::toNanos).orElse(0L);
    } catch (ArithmeticException e) {
      return Long.MAX_VALUE / 2; // Longer than any program runs.
    }
  }
}
