package io.github.rankpool;

import io.github.rankpool.internal.dispatch.DispatchTask;
import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.dispatch.SetupFailedException;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.worker.TaskBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Encodes tasks in the thread that submits them and hands them to the pool. Thread-safe. */
final class TaskSender {
  private static final String USE_SUBMIT =
      " Wrappers such as CompletableFuture.supplyAsync(..., pool) and ExecutorCompletionService put"
          + " tasks into classes that cannot be sent; pass a lambda straight to submit or map,"
          + " which return CompletableFutures themselves.";

  private final Pool pool;
  private final Codec codec;
  private final ClassLoader loader;
  private final AtomicLong lastId;

  TaskSender(Pool pool, Codec codec, ClassLoader loader) {
    this.pool = pool;
    this.lastId = new AtomicLong(pool.id());
    this.codec = codec;
    this.loader = loader;
  }

  /** Sends a task; one that cannot be encoded gives a future that has failed. */
  <T extends @Nullable Object> TaskFuture<T> send(TaskBody body) {
    Payload payload;
    try {
      payload = codec.encode(body);
    } catch (CodecException e) {
      requireOpen();
      TaskFuture<T> failed = new TaskFuture<>(this, -1, Payload.ofBytes(new byte[0]));
      failed.completeExceptionally(cannotBeSent(e));
      return failed;
    }
    return hand(payload);
  }

  private static TaskSerializationException cannotBeSent(CodecException problem) {
    return new TaskSerializationException(
        "RP-401: the task cannot be sent to a worker: " + problem.getMessage(), problem);
  }

  /** Sends a task without a future; one that cannot be encoded is refused. */
  void execute(TaskBody body) {
    try {
      hand(codec.encode(body));
    } catch (CodecException e) {
      throw new RejectedExecutionException(
          "RP-203: the task cannot be sent to a worker: " + e.getMessage() + USE_SUBMIT, e);
    }
  }

  /** Sends a task that several workers run together. */
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
      futures.add(new TaskFuture<>(this, lastId.incrementAndGet(), payload));
    }
    ParallelFuture<T> future = new ParallelFuture<>(futures);
    hand(future.joined());
    return future;
  }

  private <T extends @Nullable Object> TaskFuture<T> hand(Payload payload) {
    TaskFuture<T> future = new TaskFuture<>(this, lastId.incrementAndGet(), payload);
    hand(future.task());
    return future;
  }

  private void hand(DispatchTask task) {
    if (!pool.submit(task)) {
      requireOpen();
      throw shutDown();
    }
  }

  Pool pool() {
    return pool;
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
      Throwable thrown =
          RemoteFailures.exception(setup.worker(), setup.outcome(), setup.failure(), codec, loader);
      return new BrokenPoolException(
          "RP-207: the pool is broken: its initializer failed on " + setup.worker() + ": " + thrown,
          thrown);
    }
    return new BrokenPoolException("RP-202: the pool is broken: " + cause.getMessage(), cause);
  }
}
