package io.github.rankpool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A future made of others, which are cancelled when it fails or is cancelled.
 *
 * @param <T> type of the result
 */
final class DependentFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  /** Dropped with the end of this future, which may be kept for longer than what led to it. */
  private volatile List<? extends CompletableFuture<?>> inputs;

  DependentFuture(List<? extends CompletableFuture<?>> inputs) {
    this.inputs = inputs;
  }

  /** Ends as an input did that has no value. Called by callbacks; does not wait. */
  void endAs(CompletableFuture<?> input, Throwable failure) {
    if (input.isCancelled()) {
      cancelLater();
    } else {
      completeExceptionally(failure);
    }
  }

  /** Cancels this and its inputs as {@link #cancel} does, but does not wait for workers. */
  private void cancelLater() {
    if (!isDone() && super.cancel(false)) {
      takeInputs().forEach(DependentFuture::cancelLater);
    }
  }

  private static void cancelLater(CompletableFuture<?> future) {
    if (future instanceof TaskFuture<?> task) {
      task.cancelLater();
    } else if (future instanceof DependentFuture<?> dependent) {
      dependent.cancelLater();
    } else {
      future.cancel(false);
    }
  }

  /** Cancels this, and of its inputs those that can be cancelled, which may wait for a worker. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      List<TaskFuture<?>> tasks = new ArrayList<>();
      for (CompletableFuture<?> input : takeInputs()) {
        if (input instanceof TaskFuture<?> task) {
          tasks.add(task);
        } else {
          input.cancel(mayInterruptIfRunning);
        }
      }
      TaskFuture.cancelAll(tasks);
    }
    return cancelled;
  }

  @Override
  public boolean complete(T value) {
    boolean first = super.complete(value);
    takeInputs();
    return first;
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    boolean first = super.completeExceptionally(failure);
    if (first) {
      takeInputs().forEach(DependentFuture::cancelLater);
    }
    return first;
  }

  private List<? extends CompletableFuture<?>> takeInputs() {
    List<? extends CompletableFuture<?>> taken = inputs;
    inputs = List.of();
    return taken;
  }
}
