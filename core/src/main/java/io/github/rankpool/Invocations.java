package io.github.rankpool;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Submits collections of tasks and waits, as {@code invokeAll} and {@code invokeAny} have to. */
final class Invocations {
  private Invocations() {}

  static <T> List<Future<T>> all(
      MpiPoolExecutor pool,
      TaskSender sender,
      Collection<? extends Callable<T>> tasks,
      long limitNanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + limitNanos;
    List<TaskFuture<T>> futures = submitAll(pool, sender, tasks);
    boolean finished = false;
    try {
      finished = awaitAll(futures, deadline);
    } finally {
      if (!finished) {
        TaskFuture.cancelAll(futures);
        futures.forEach(TaskFuture::abandon);
      }
    }
    return new ArrayList<>(futures);
  }

  private static boolean awaitAll(List<? extends Future<?>> futures, long deadline)
      throws InterruptedException {
    for (Future<?> future : futures) {
      try {
        future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (ExecutionException | CancellationException e) {
        // The caller finds it in the future.
      } catch (TimeoutException e) {
        return false;
      }
    }
    return true;
  }

  static <T> T any(MpiPoolExecutor pool, TaskSender sender, Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return any(pool, sender, tasks, Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new IllegalStateException("there was no time limit", e);
    }
  }

  static <T> T any(
      MpiPoolExecutor pool,
      TaskSender sender,
      Collection<? extends Callable<T>> tasks,
      long limitNanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    long deadline = System.nanoTime() + limitNanos;
    List<TaskFuture<T>> futures = submitAll(pool, sender, tasks);
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

  /** Submits all tasks or none: a null among them, or a pool that closes, leaves none running. */
  private static <T> List<TaskFuture<T>> submitAll(
      MpiPoolExecutor pool, TaskSender sender, Collection<? extends Callable<T>> tasks) {
    List<Callable<T>> all = List.copyOf(tasks);
    List<TaskFuture<T>> futures = new ArrayList<>(all.size());
    try {
      for (Callable<T> task : all) {
        futures.add(sender.send(new TaskBodies.Call(task)));
      }
    } catch (Throwable e) {
      TaskFuture.cancelAll(futures);
      throw e;
    } finally {
      // Not collected before, which would shut it down.
      Reference.reachabilityFence(pool);
    }
    return futures;
  }
}
