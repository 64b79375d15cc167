package io.github.rankpool;

import io.github.rankpool.internal.comm.UsualWait;
import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.dispatch.SetupFailedException;
import io.github.rankpool.internal.dispatch.TaskTerms;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.worker.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Encodes tasks in the thread that submits them and hands them to the pool. Thread-safe. */
final class TaskSender {
  private final Pool pool;
  private final Observers observers;
  private final MeasuredCodec codec;
  private final TaskTally tally;
  private final ClassLoader loader;
  private final AtomicLong lastId;
  private final @Nullable Backlog backlog;
  private final UsualWait usualWait;
  private final TaskOptions options;
  private final TaskTerms terms;

  /**
   * Creates a sender.
   *
   * @param backlog bounds the tasks that have not ended; null for no bound
   * @param options of all tasks
   */
  TaskSender(
      Pool pool, Codec codec, ClassLoader loader, @Nullable Backlog backlog, TaskOptions options) {
    this.pool = pool;
    this.observers = new Observers();
    this.codec = new MeasuredCodec(codec, observers);
    this.tally = new TaskTally();
    this.loader = loader;
    this.lastId = new AtomicLong(pool.id());
    this.backlog = backlog;
    this.usualWait = new UsualWait();
    this.options = options;
    this.terms = options.terms();
    pool.whenWorkersChange(observers::workersChanged);
    pool.whenEnded(observers::poolEnded);
  }

  private TaskSender(TaskSender origin, TaskOptions options) {
    this.pool = origin.pool;
    this.observers = origin.observers;
    this.codec = origin.codec;
    this.tally = origin.tally;
    this.loader = origin.loader;
    this.lastId = origin.lastId;
    this.backlog = origin.backlog;
    this.usualWait = origin.usualWait;
    this.options = options;
    this.terms = options.terms();
  }

  /** One for the same pool, whose tasks have other options where those say something. */
  TaskSender with(TaskOptions others) {
    return new TaskSender(this, others.orElse(options));
  }

  TaskTerms terms() {
    return terms;
  }

  /** Sends a task; one that cannot be encoded gives a future that has failed. */
  @SuppressWarnings("unchecked") // What a task of type T returns is a T.
  <T extends @Nullable Object> TaskFuture<T> send(TaskBody body) {
    return send(body, value -> (T) value);
  }

  /**
   * Sends a task; one that cannot be encoded gives a future that has failed.
   *
   * @param reader makes the future's result of what the task returned
   */
  <T extends @Nullable Object> TaskFuture<T> send(
      TaskBody body, Function<@Nullable Object, T> reader) {
    Payload payload;
    try {
      payload = codec.encode(body);
    } catch (CodecException e) {
      requireOpen();
      TaskFuture<T> failed = new TaskFuture<>(this, -1, Payload.ofBytes(new byte[0]), reader);
      failed.completeExceptionally(cannotBeSent(e));
      return failed;
    }
    return hand(payload, reader);
  }

  private static TaskSerializationException cannotBeSent(CodecException problem) {
    return new TaskSerializationException(
        "RP-401: the task cannot be sent to a worker: " + problem.getMessage(), problem);
  }

  /** Sends a task without a future; one that cannot be encoded is refused. */
  void execute(Runnable task) {
    rejectFutures(task);
    try {
      this.<@Nullable Object>hand(codec.encode(new TaskBodies.Run(task)), value -> value)
          .whenComplete((nothing, failure) -> report(failure));
    } catch (CodecException e) {
      throw new RejectedExecutionException(
          "RP-203: the task cannot be sent to a worker: "
              + e.getMessage()
              + " If a library wrapped the task, pass the task itself to submit or map, which"
              + " return CompletableFutures.",
          e);
    }
  }

  /** As of a thread pool's own thread: nobody else gets to know of the failure. */
  private static void report(@Nullable Throwable failure) {
    if (failure != null && !(failure instanceof CancellationException)) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    }
  }

  /** A worker would run a copy, and nobody would complete the future that is here. */
  private static void rejectFutures(Runnable task) {
    if (task instanceof CompletableFuture.AsynchronousCompletionTask) {
      throw new RejectedExecutionException(
          "RP-203: CompletableFuture wraps what it runs asynchronously into "
              + task.getClass().getName()
              + ", which cannot be sent to a worker. Instead of supplyAsync(task, pool) and"
              + " runAsync(task, pool) use pool.submit(task); instead of thenApplyAsync(function,"
              + " pool) and the like use thenCompose(x -> pool.submit(function, x)).");
    }
    if (task instanceof Future) {
      throw new RejectedExecutionException(
          "RP-203: a "
              + task.getClass().getName()
              + " is a future of this process, which a worker cannot complete. Instead of passing"
              + " it to execute use pool.submit(task), which returns a future; instead of an"
              + " ExecutorCompletionService use MpiFutures.asCompleted with those futures.");
    }
  }

  /** Sends a task that several workers run together. */
  @SuppressWarnings("unchecked") // What a task of type T returns is a T.
  <T extends @Nullable Object> CompletableFuture<List<T>> sendParallel(int ranks, TaskBody body) {
    Payload payload;
    try {
      payload = codec.encode(body);
    } catch (CodecException e) {
      requireOpen();
      return CompletableFuture.failedFuture(cannotBeSent(e));
    }
    List<TaskFuture<T>> futures = new ArrayList<>(ranks);
    for (int rank = 0; rank < ranks; rank++) {
      futures.add(new TaskFuture<>(this, lastId.incrementAndGet(), payload, value -> (T) value));
    }
    ParallelFuture<T> future = new ParallelFuture<>(futures);
    hand(future.joined(), future);
    return future;
  }

  private <T extends @Nullable Object> TaskFuture<T> hand(
      Payload payload, Function<@Nullable Object, T> reader) {
    TaskFuture<T> future = new TaskFuture<>(this, lastId.incrementAndGet(), payload, reader);
    hand(future.task(), future);
    return future;
  }

  private void hand(DispatchTask task, CompletableFuture<?> future) {
    if (backlog != null) {
      backlog.enter(this::requireOpen);
    }
    tally.submitting();
    boolean taken = false;
    try {
      taken = pool.submit(task);
    } finally {
      if (!taken) {
        tally.refused();
      }
      if (backlog != null) {
        backlog.leaveWith(taken ? future : CompletableFuture.completedFuture(null));
      }
    }
    if (!taken) {
      requireOpen();
      throw shutDown();
    }
  }

  Pool pool() {
    return pool;
  }

  Observers observers() {
    return observers;
  }

  TaskTally tally() {
    return tally;
  }

  PoolStatistics statistics() {
    int room = backlog == null ? Integer.MAX_VALUE : backlog.remaining();
    return Snapshot.of(pool, tally, codec, room);
  }

  /** Starts the pool, and waits until it is ready if asked to. */
  void bootup(boolean wait) {
    Throwable breakage = pool.breakage();
    if (breakage != null) {
      throw broken(breakage);
    }
    if (!pool.isOpen()) {
      throw new IllegalStateException("RP-201: the pool was shut down; make a new one");
    }
    pool.start();
    if (wait) {
      try {
        pool.ready().join();
      } catch (CompletionException e) {
        throw broken(e.getCause() == null ? e : e.getCause());
      }
    }
  }

  /** How long threads have waited for tasks lately. */
  UsualWait usualWait() {
    return usualWait;
  }

  Codec codec() {
    return codec;
  }

  ClassLoader loader() {
    return loader;
  }

  /** Throws what submitting to this pool has to throw, if it takes no tasks. */
  void requireOpen() {
    Throwable breakage = pool.breakage();
    if (breakage != null) {
      throw broken(breakage);
    }
    if (!pool.isOpen()) {
      throw shutDown();
    }
  }

  private static RejectedExecutionException shutDown() {
    return new RejectedExecutionException(
        "RP-201: the pool was shut down; submit before shutdown() or close(), or make a new pool");
  }

  /** What submitting to a broken pool throws, and what its tasks fail with. */
  BrokenPoolException broken(Throwable cause) {
    if (cause instanceof SetupFailedException setup) {
      Throwable thrown = thrownBy(setup);
      return new BrokenPoolException(
          "RP-207: the pool is broken: its initializer failed on " + setup.worker() + ": " + thrown,
          thrown);
    }
    return new BrokenPoolException("RP-202: the pool is broken: " + cause.getMessage(), cause);
  }

  private Throwable thrownBy(SetupFailedException setup) {
    try {
      return RemoteFailures.exception(
          setup.worker(), setup.outcome(), setup.failure(), codec, loader);
    } catch (Throwable e) {
      return e; // Whatever the user's class does when it is read: somebody waits for this.
    }
  }
}
