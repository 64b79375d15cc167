package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.ParallelTask;
import io.github.rankpool.internal.dispatch.TaskListener;
import io.github.rankpool.internal.dispatch.TooFewWorkersException;
import io.github.rankpool.internal.dispatch.WorkerInfo;
import io.github.rankpool.internal.dispatch.WorkerLoss;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Outcome;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.worker.TaskBody;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The future of a task in a pool.
 *
 * @param <T> type of the result
 */
final class TaskFuture<T extends @Nullable Object> extends CompletableFuture<T>
    implements TaskListener {
  private final TaskSender sender;
  private final Function<@Nullable Object, T> reader;
  private final DispatchTask task;

  /** The first of the threads that wait for the end of the task; others sleep. */
  private final AtomicReference<@Nullable Lookout> lookout = new AtomicReference<>();

  /** Whether one of the callbacks is there to wake the lookout, which alone writes this. */
  private volatile boolean wakesLookout;

  /** What the task was, if it was cancelled by the pool's end. */
  private volatile @Nullable Payload unstarted;

  /**
   * Creates the future of a task not yet handed in.
   *
   * @param reader makes the result of what the task returned
   */
  // The task only stores its listener; it tells it nothing before it was handed in.
  @SuppressWarnings("this-escape")
  TaskFuture(TaskSender sender, long id, Payload payload, Function<@Nullable Object, T> reader) {
    this.sender = sender;
    this.reader = reader;
    this.task = new DispatchTask(id, payload, sender.terms(), this);
    sender.observers().observe(task);
  }

  DispatchTask task() {
    return task;
  }

  /**
   * Cancels the task if it has not begun. Where it waits at a worker, this waits for the worker's
   * answer. A task that has begun is not cancelled; if asked to, this interrupts the thread that
   * runs it, and the future completes with whatever comes of that.
   */
  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    if (isDone()) {
      return isCancelled();
    }
    if (sender.pool().withdraw(task).join()) {
      cancelIf(true);
      return isCancelled();
    }
    if (mayInterruptIfRunning) {
      sender.pool().interrupt(task);
    }
    return isCancelled();
  }

  /** Cancels those that have not begun, in one round trip rather than one for each. */
  static void cancelAll(Collection<? extends TaskFuture<?>> futures) {
    Map<TaskFuture<?>, CompletableFuture<Boolean>> answers = new LinkedHashMap<>();
    for (TaskFuture<?> future : futures) {
      if (!future.isDone()) {
        answers.put(future, future.sender.pool().withdraw(future.task));
      }
    }
    answers.forEach((future, answer) -> future.cancelIf(answer.join()));
  }

  /** Cancels the task if it has not begun, without waiting for a worker's answer. */
  void cancelLater() {
    if (isDone()) {
      return;
    }
    CompletableFuture<Boolean> answer = sender.pool().withdraw(task);
    if (answer.isDone()) {
      cancelIf(answer.join());
    } else {
      // The answer comes on the communication thread, which must not run callbacks.
      answer.thenAcceptAsync(this::cancelIf);
    }
  }

  private void cancelIf(boolean taken) {
    if (taken) {
      sender.observers().taskEnded(task, TaskOutcome.CANCELLED);
      super.cancel(false);
    }
  }

  /** Cancels this future even if its task has begun; the task runs on for nobody. */
  void abandon() {
    super.cancel(false);
  }

  @Override
  public T get() throws InterruptedException, ExecutionException {
    lookOut(Long.MAX_VALUE);
    return super.get();
  }

  @Override
  public T get(long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    long begin = System.nanoTime();
    long nanos = unit.toNanos(timeout);
    lookOut(nanos);
    return super.get(nanos - (System.nanoTime() - begin), TimeUnit.NANOSECONDS);
  }

  @Override
  public T join() {
    lookOut(Long.MAX_VALUE);
    return super.join();
  }

  /** Waits for the end, and takes the result over if it comes. */
  private void lookOut(long limitNanos) {
    if (isDone()) {
      return;
    }
    Lookout mine = new Lookout(limitNanos);
    if (!lookout.compareAndSet(null, mine)) {
      return;
    }
    try {
      mine.await(
          this::isDone, sender.pool().progress(), sender.usualWait(), this::wakeLookoutAtEnd);
    } finally {
      lookout.set(null);
      mine.end();
    }
  }

  private void wakeLookoutAtEnd() {
    if (!wakesLookout) {
      whenComplete(
          (result, failure) -> {
            Lookout waiting = lookout.get();
            if (waiting != null) {
              waiting.wake();
            }
          });
      wakesLookout = true;
    }
  }

  @Override
  public boolean takeOver(Runnable completion) {
    Lookout waiting = lookout.get();
    // Callbacks run where the future is completed. One that waits for what the lookout does after
    // its wait must not run there.
    return waiting != null && !hasCallbacks() && waiting.takeOver(completion);
  }

  private boolean hasCallbacks() {
    return getNumberOfDependents() > (wakesLookout ? 1 : 0);
  }

  @Override
  public void ended(WorkerInfo worker, Outcome outcome, Payload payload) {
    if (outcome == Outcome.VALUE) {
      complete(worker, payload);
    } else if (outcome == Outcome.TIMED_OUT) {
      fail(TaskOutcome.TIMED_OUT, timedOut(worker));
    } else {
      fail(TaskOutcome.FAILED, thrown(worker, outcome, payload));
    }
  }

  private void complete(WorkerInfo worker, Payload payload) {
    T value;
    try {
      value = reader.apply(sender.codec().decode(payload, sender.loader()));
    } catch (Throwable e) {
      fail(TaskOutcome.FAILED, unreadable(worker, e));
      return;
    }
    note(TaskOutcome.COMPLETED);
    complete(value);
  }

  private Throwable thrown(WorkerInfo worker, Outcome outcome, Payload payload) {
    try {
      return RemoteFailures.exception(worker, outcome, payload, sender.codec(), sender.loader());
    } catch (Throwable e) {
      return unreadable(worker, e);
    }
  }

  private static Throwable unreadable(WorkerInfo worker, Throwable problem) {
    // Whatever it is (no memory, say), somebody waits for this future.
    return problem instanceof CodecException
        ? new TaskSerializationException(
            "RP-403: the result from " + worker + " cannot be read here: " + problem.getMessage(),
            problem)
        : problem;
  }

  private void fail(TaskOutcome outcome, Throwable failure) {
    note(outcome);
    completeExceptionally(failure);
  }

  /** Who is told of the future is to find the task counted. */
  private void note(TaskOutcome outcome) {
    sender.observers().taskEnded(task, outcome);
    count(outcome);
  }

  private void count(TaskOutcome outcome) {
    ParallelTask whole = task.parallel();
    if (whole == null || whole.endsWithMember(outcome == TaskOutcome.COMPLETED)) {
      sender.tally().ended(outcome);
    }
  }

  @Override
  public void lost(Throwable cause) {
    if (cause instanceof WorkerLoss loss) {
      fail(TaskOutcome.LOST, exception(loss));
    } else if (cause instanceof CodecException) {
      fail(
          TaskOutcome.FAILED,
          new TaskSerializationException(String.valueOf(cause.getMessage()), cause));
    } else if (cause instanceof TooFewWorkersException) {
      fail(TaskOutcome.FAILED, new IllegalArgumentException(cause.getMessage(), cause));
    } else {
      fail(TaskOutcome.FAILED, sender.broken(cause));
    }
  }

  @Override
  public void withdrawn() {
    count(TaskOutcome.CANCELLED);
  }

  private TaskTimeoutException timedOut(WorkerInfo worker) {
    Duration limit = Duration.ofNanos(sender.terms().limitNanos());
    return new TaskTimeoutException(
        "RP-234: the task has run for longer than its limit of "
            + limit
            + " on "
            + worker
            + ", and was interrupted. Set a longer timeout, or have the task look at its"
            + " interrupt flag; see TaskOptions.endWorkerAfter for tasks that do not end.",
        limit,
        worker.rank(),
        worker.host(),
        worker.pid());
  }

  private static WorkerLostException exception(WorkerLoss loss) {
    WorkerInfo worker = loss.worker();
    return new WorkerLostException(
        String.valueOf(loss.getMessage()),
        worker.rank(),
        worker.size(),
        worker.host(),
        worker.pid(),
        loss.evidence(),
        loss.lastSeen());
  }

  @Override
  public void cancelled(Payload payload) {
    unstarted = payload;
    cancelIf(true);
  }

  /** The task as something that can be run here, as {@code shutdownNow} returns it. */
  Runnable asRunnable() {
    return () -> {
      Payload payload = unstarted;
      if (payload == null) {
        return;
      }
      try {
        TaskBody body = (TaskBody) sender.codec().decode(payload, sender.loader());
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
