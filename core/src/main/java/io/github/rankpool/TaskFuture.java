package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.dispatch.TaskListener;
import io.github.rankpool.internal.dispatch.WorkerInfo;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.worker.TaskBody;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The future of a task in a pool.
 *
 * @param <T> type of the result
 */
final class TaskFuture<T extends @Nullable Object> extends CompletableFuture<T>
    implements TaskListener {
  private final Pool pool;
  private final Codec codec;
  private final ClassLoader loader;
  private final Function<@Nullable Object, T> reader;
  private final DispatchTask task;

  /** What the task was, if it was cancelled by the pool's end. */
  private volatile @Nullable Payload unstarted;

  /**
   * Creates the future of a task not yet handed in.
   *
   * @param reader makes the result of what the task returned
   */
  // The task only stores its listener; it tells it nothing before it was handed in.
  @SuppressWarnings("this-escape")
  TaskFuture(
      Pool pool,
      Codec codec,
      ClassLoader loader,
      long id,
      Payload payload,
      Function<@Nullable Object, T> reader) {
    this.pool = pool;
    this.codec = codec;
    this.loader = loader;
    this.reader = reader;
    this.task = new DispatchTask(id, payload, this);
  }

  DispatchTask task() {
    return task;
  }

  /**
   * Cancels the task if it has not begun. Where it waits at a worker, this waits for the worker's
   * answer.
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return isCancelled();
    }
    return pool.withdraw(task).join() ? super.cancel(false) : isCancelled();
  }

  /** Cancels those that have not begun, in one round trip rather than one for each. */
  static void cancelAll(Collection<? extends TaskFuture<?>> futures) {
    Map<TaskFuture<?>, CompletableFuture<Boolean>> answers = new LinkedHashMap<>();
    for (TaskFuture<?> future : futures) {
      if (!future.isDone()) {
        answers.put(future, future.pool.withdraw(future.task));
      }
    }
    answers.forEach((future, answer) -> future.cancelIf(answer.join()));
  }

  /** Cancels the task if it has not begun, without waiting for a worker's answer. */
  void cancelLater() {
    if (isDone()) {
      return;
    }
    CompletableFuture<Boolean> answer = pool.withdraw(task);
    if (answer.isDone()) {
      cancelIf(answer.join());
    } else {
      // The answer comes on the communication thread, which must not run callbacks.
      answer.thenAcceptAsync(this::cancelIf);
    }
  }

  private void cancelIf(boolean taken) {
    if (taken) {
      super.cancel(false);
    }
  }

  /** Cancels this future even if its task has begun; the task runs on for nobody. */
  void abandon() {
    super.cancel(false);
  }

  @Override
  public void ended(WorkerInfo worker, Outcome outcome, Payload payload) {
    try {
      if (outcome == Outcome.VALUE) {
        complete(reader.apply(codec.decode(payload, loader)));
      } else {
        completeExceptionally(RemoteFailures.exception(worker, outcome, payload, codec, loader));
      }
    } catch (CodecException e) {
      completeExceptionally(
          new TaskSerializationException(
              "RP-403: the result from " + worker + " cannot be read here: " + e.getMessage(), e));
    } catch (Throwable e) {
      // Whatever it is (no memory, say), somebody waits for this future.
      completeExceptionally(e);
    }
  }

  @Override
  public void lost(Throwable cause) {
    completeExceptionally(
        cause instanceof CodecException
            ? new TaskSerializationException(String.valueOf(cause.getMessage()), cause)
            : TaskSender.broken(cause));
  }

  @Override
  public void cancelled(Payload payload) {
    unstarted = payload;
    super.cancel(false);
  }

  /** The task as something that can be run here, as {@code shutdownNow} returns it. */
  Runnable asRunnable() {
    return () -> {
      Payload payload = unstarted;
      if (payload == null) {
        return;
      }
      try {
        TaskBody body = (TaskBody) codec.decode(payload, loader);
        if (body != null) {
          body.run();
        }
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new java.util.concurrent.CompletionException(e);
      }
    };
  }
}
