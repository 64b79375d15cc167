package io.github.rankpool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Submits collections of tasks and waits, as {@code invokeAll} and {@code invokeAny} have to. */
final class Invocations {
  private Invocations() {}

  static <T> List<Future<T>> all(List<TaskFuture<T>> futures, long limitNanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + limitNanos;
    boolean finished = false;
    try {
      for (TaskFuture<T> future : futures) {
        try {
          future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | CancellationException e) {
          // The caller finds it in the future.
        } catch (TimeoutException e) {
          break;
        }
      }
      finished = futures.stream().allMatch(Future::isDone);
    } finally {
      if (!finished) {
        TaskFuture.cancelAll(futures);
      }
    }
    return new ArrayList<>(futures);
  }

  static <T> T any(Collection<TaskFuture<T>> futures, long limitNanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + limitNanos;
    BlockingQueue<TaskFuture<T>> done = new LinkedBlockingQueue<>();
    futures.forEach(future -> future.whenComplete((value, failure) -> done.add(future)));
    ExecutionException last = null;
    try {
      for (int i = 0; i < futures.size(); i++) {
        TaskFuture<T> next =
            done.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        if (next == null) {
          throw new TimeoutException("RP-205: no task had succeeded when the time was over");
        }
        try {
          return next.get();
        } catch (ExecutionException e) {
          last = e;
        } catch (CancellationException e) {
          last = new ExecutionException(e);
        }
      }
    } finally {
      TaskFuture.cancelAll(futures);
    }
    if (last == null) {
      throw new IllegalArgumentException("RP-206: no tasks were given");
    }
    throw last;
  }
}
