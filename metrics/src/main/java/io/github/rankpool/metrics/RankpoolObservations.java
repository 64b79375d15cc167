package io.github.rankpool.metrics;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.TaskOutcome;
import io.github.rankpool.TaskTimeoutException;
import io.github.rankpool.WorkerLostException;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tasks as Micrometer's Observations, for traces in which a task belongs to what submitted it.
 *
 * <pre>{@code
 * RankpoolObservations observations = new RankpoolObservations(pool, "simulation", registry);
 * observations.observe("step", () -> pool.submit(Model::step, state));
 * }</pre>
 *
 * <p>An Observation is named {@code rankpool.task}, begins before the task is submitted, ends with
 * its future, and is a child of the current one of the thread that submits. It has the low
 * cardinality keys {@code name}, {@code backend} and {@code outcome}, as the meters have; of high
 * cardinality are {@code label} and, where a failure tells it, {@code worker}, a rank.
 *
 * <p>Tasks that are not submitted through this are not observed, and cost nothing more. Safe for
 * use by many threads.
 */
public final class RankpoolObservations {
  private static final String NAME = "rankpool.task";

  private final KeyValues ofPool;
  private final ObservationRegistry registry;

  /**
   * Observes nothing yet.
   *
   * @param pool whose tasks these are; not started by this
   * @param name of the pool, the value of the key {@code name}
   * @param registry gets the Observations; where it is one that does nothing, none are made
   */
  public RankpoolObservations(MpiPoolExecutor pool, String name, ObservationRegistry registry) {
    this.ofPool = KeyValues.of("name", name, "backend", pool.backend());
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  /**
   * Submits a task and observes it until its future is done. Who waits for the future may go on a
   * moment before the Observation is stopped.
   *
   * @param label what the task is for; the Observation's contextual name
   * @param submission submits the task, or several that make one future; called once, by this
   *     thread, with the Observation as its current one; what it throws is thrown, too
   * @param <T> type of the result
   * @return what {@code submission} returned
   */
  public <T extends @Nullable Object> CompletableFuture<T> observe(
      String label, Supplier<CompletableFuture<T>> submission) {
    if (registry.isNoop()) {
      return submission.get();
    }
    Observation observation =
        Observation.createNotStarted(NAME, registry)
            .contextualName(label)
            .lowCardinalityKeyValues(ofPool)
            .highCardinalityKeyValue("label", label)
            .start();
    try {
      CompletableFuture<T> future = within(observation, submission);
      future.whenComplete((result, failure) -> stop(observation, failure));
      return future;
    } catch (Throwable e) {
      stop(observation, e);
      throw e;
    }
  }

  private static <T> T within(Observation observation, Supplier<T> submission) {
    Observation.Scope scope = observation.openScope();
    try {
      return submission.get();
    } finally {
      scope.close();
    }
  }

  private static void stop(Observation observation, @Nullable Throwable failureOfFuture) {
    Throwable failure = unwrapped(failureOfFuture);
    TaskOutcome outcome = outcome(failure);
    observation.lowCardinalityKeyValue("outcome", outcome.name().toLowerCase(Locale.ROOT));
    if (failure != null) {
      String worker = worker(failure);
      if (worker != null) {
        observation.highCardinalityKeyValue("worker", worker);
      }
      if (outcome != TaskOutcome.CANCELLED) {
        observation.error(failure);
      }
    }
    observation.stop();
  }

  /** What failed the task: futures made of its future wrap it. */
  private static @Nullable Throwable unwrapped(@Nullable Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** The rank that a failure names; null if it names none. */
  private static @Nullable String worker(Throwable failure) {
    if (failure instanceof WorkerLostException loss) {
      return String.valueOf(loss.workerRank());
    }
    if (failure instanceof TaskTimeoutException timeout) {
      return String.valueOf(timeout.workerRank());
    }
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof RemoteStackTrace trace) {
        return String.valueOf(trace.workerRank());
      }
    }
    return null;
  }

  private static TaskOutcome outcome(@Nullable Throwable failure) {
    if (failure == null) {
      return TaskOutcome.COMPLETED;
    }
    if (failure instanceof CancellationException) {
      return TaskOutcome.CANCELLED;
    }
    if (failure instanceof WorkerLostException) {
      return TaskOutcome.LOST;
    }
    return failure instanceof TaskTimeoutException ? TaskOutcome.TIMED_OUT : TaskOutcome.FAILED;
  }
}
