package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.ParallelTask;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The future of a parallel task: the results of its ranks, or the failure of the first rank that
 * failed.
 *
 * @param <T> type of a rank's result
 */
final class ParallelFuture<T extends @Nullable Object> extends CompletableFuture<List<T>> {
  private final List<TaskFuture<T>> ranks;
  private final AtomicInteger unfinished;

  /**
   * Joins the tasks of the ranks, which must not have been handed in.
   *
   * @param ranks one for each rank, in the order of the ranks
   */
  ParallelFuture(List<TaskFuture<T>> ranks) {
    this.ranks = List.copyOf(ranks);
    this.unfinished = new AtomicInteger(ranks.size());
  }

  /** Makes one task of those of the ranks; to be handed in. */
  DispatchTask joined() {
    List<DispatchTask> members = new ArrayList<>(ranks.size());
    for (TaskFuture<T> rank : ranks) {
      members.add(rank.task());
      rank.whenComplete((result, failure) -> finished(failure));
    }
    return new ParallelTask(members).members().get(0);
  }

  private void finished(@Nullable Throwable failure) {
    if (failure != null) {
      completeExceptionally(failure);
    } else if (unfinished.decrementAndGet() == 0) {
      List<T> results = new ArrayList<>(ranks.size());
      for (TaskFuture<T> rank : ranks) {
        results.add(rank.join());
      }
      complete(Collections.unmodifiableList(results));
    }
  }

  /** As for a task of its own; begun is a parallel task when its ranks were chosen. */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return isCancelled();
    }
    // The first one stands for all as long as none has begun.
    return ranks.get(0).cancel(mayInterruptIfRunning) ? super.cancel(false) : isCancelled();
  }
}
