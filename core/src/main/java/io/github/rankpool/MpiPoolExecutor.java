package io.github.rankpool;

import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.worker.TaskBody;
import io.github.rankpool.spi.ThreadLevel;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on MPI processes.
 *
 * <pre>{@code
 * try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
 *   Future<Double> area = pool.submit(() -> Simulation.run(42));
 *   pool.map(Simulation::run, seeds).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>The workers are started when the first task is submitted, or by {@link #bootup()}: as
 * processes spawned by MPI, or as threads of this JVM where there is no MPI. They end when the pool
 * is closed.
 *
 * <pre>
 *  state      on                      does                                    next
 *  new        submit, bootup          starts MPI and the workers              running
 *  running    shutdown                takes no tasks, runs those it has       shut down
 *             shutdownNow             the same, cancels those not begun       shut down
 *             MPI or workers fail     fails all tasks: BrokenPoolException    broken
 *  shut down  last task done          ends workers                            terminated
 * </pre>
 *
 * <p><b>Tasks</b> are encoded when they are submitted, by the thread that submits: what a task
 * refers to may be changed afterwards without effect on it (with {@link
 * MpiPoolExecutorBuilder#zeroCopy}, large primitive arrays excepted). A task, or a result, that
 * cannot be serialized fails its own future and nothing else.
 *
 * <p><b>Futures</b> are {@link CompletableFuture}s. {@code cancel} takes a task out of the pool if
 * it has not begun, and returns false if it has; it may wait for a worker's answer. What a task
 * throws is the cause of the {@code ExecutionException}, and has as its own last cause a {@link
 * RemoteStackTrace} that names worker, host and process.
 *
 * <p><b>Close pools.</b> A pool that is dropped without having been closed shuts itself down when
 * it is collected as garbage. A JVM whose program has come to its end waits for the tasks of all
 * pools; one that is ended by {@code System.exit} or a signal does not. Workers end in any case.
 *
 * <p>Safe for use by many threads.
 */
public final class MpiPoolExecutor implements ExecutorService, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Pool pool;
  private final TaskSender sender;

  private final String backend;
  private final Cleaner.Cleanable dropped;

  MpiPoolExecutor(Pool pool, String backend, boolean zeroCopy, ClassLoader loader) {
    this.pool = pool;
    this.backend = backend;
    this.sender = new TaskSender(pool, new JavaCodec(zeroCopy), loader);
    this.dropped = CLEANER.register(this, new WhenDropped(pool));
  }

  /**
   * A pool with all settings from the environment or at their defaults. Starts nothing yet.
   *
   * @return a new pool, to be closed by the caller
   */
  public static MpiPoolExecutor create() {
    return builder().build();
  }

  /**
   * A pool with settings of its own.
   *
   * @return a new builder
   */
  public static MpiPoolExecutorBuilder builder() {
    return new MpiPoolExecutorBuilder();
  }

  /**
   * Runs a task on a worker. Does not wait.
   *
   * @param task may throw
   * @param <T> type of the result
   * @return completed with the result; fails with {@link TaskSerializationException} if the task or
   *     its result cannot be sent
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public <T extends @Nullable Object> CompletableFuture<T> submit(SerializableCallable<T> task) {
    return submit((Callable<T>) task);
  }

  /**
   * Runs a task on a worker. Does not wait.
   *
   * @param task may throw unchecked exceptions
   * @return completed with null; fails as of {@link #submit(SerializableCallable)}
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public CompletableFuture<?> submit(SerializableRunnable task) {
    return submit((Runnable) task);
  }

  /**
   * Applies a function to an argument on a worker. Does not wait.
   *
   * @param function may throw
   * @param argument copied to the worker
   * @param <A> type of the argument
   * @param <R> type of the result
   * @return completed with the result; fails as of {@link #submit(SerializableCallable)}
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> submit(
      SerializableFunction<A, R> function, A argument) {
    Objects.requireNonNull(function, "function");
    return send(new TaskBodies.Apply<>(function, argument));
  }

  /** While a task is handed in, this must not be collected, which would shut the pool down. */
  private <T extends @Nullable Object> TaskFuture<T> send(TaskBody body) {
    try {
      return sender.send(body);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The task must be serializable. Lambdas passed straight to this method become {@link
   * SerializableCallable}s.
   */
  @Override
  public <T> CompletableFuture<T> submit(Callable<T> task) {
    Objects.requireNonNull(task, "task");
    return send(new TaskBodies.Call(task));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The task must be serializable. Lambdas passed straight to this method become {@link
   * SerializableRunnable}s.
   */
  @Override
  public CompletableFuture<?> submit(Runnable task) {
    Objects.requireNonNull(task, "task");
    return this.<@Nullable Object>send(new TaskBodies.Run(task));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The task must be serializable. The result stays here; the future is completed with this very
   * object.
   */
  @Override
  public <T> CompletableFuture<T> submit(Runnable task, T result) {
    return submit(task).thenApply(nothing -> result);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException also if the task cannot be serialized, as there is no future
   *     to tell of it
   */
  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    try {
      sender.execute(new TaskBodies.Run(task));
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Applies a function to every argument on the workers, with default options.
   *
   * @param function may throw
   * @param arguments read at once
   * @param <A> type of the arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Iterable, MapOptions)}
   */
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      SerializableFunction<A, R> function, Iterable<? extends A> arguments) {
    return map(function, arguments, MapOptions.defaults());
  }

  /**
   * Applies a function to every argument on the workers.
   *
   * <p>Tasks are submitted at once, as many as {@link MapOptions#bufferSize} admits; taking a
   * result waits for it. The stream throws a {@code CompletionException}, whose cause is what the
   * task threw (or a {@code TimeoutException}), where that task's result would be taken. Closing
   * the stream, as any failure, cancels the tasks that have not begun. Close it unless it is run to
   * its end.
   *
   * @param function may throw
   * @param arguments read by the calling thread; with a buffer size, also as results are taken
   * @param options chunk size, timeout, order and buffer size
   * @param <A> type of the arguments
   * @param <R> type of the results
   * @return the results, in order unless the options say otherwise; sequential
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      SerializableFunction<A, R> function, Iterable<? extends A> arguments, MapOptions options) {
    return mapIterator(function, arguments.iterator(), options);
  }

  /**
   * Applies a function to every element of a stream on the workers.
   *
   * @param function may throw
   * @param arguments consumed; closed with the stream returned
   * @param options chunk size, timeout, order and buffer size; set a buffer size for endless
   *     streams
   * @param <A> type of the arguments
   * @param <R> type of the results
   * @return the results, as of {@link #map(SerializableFunction, Iterable, MapOptions)}
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      SerializableFunction<A, R> function, Stream<? extends A> arguments, MapOptions options) {
    return mapIterator(function, arguments.iterator(), options).onClose(arguments::close);
  }

  private <A extends @Nullable Object, R extends @Nullable Object> Stream<R> mapIterator(
      SerializableFunction<A, R> function, Iterator<? extends A> arguments, MapOptions options) {
    Objects.requireNonNull(function, "function");
    sender.requireOpen();
    Function<List<A>, TaskFuture<List<R>>> submit =
        chunk -> send(new TaskBodies.ApplyAll<>(function, new ArrayList<>(chunk)));
    return MapRun.stream(arguments, submit, options);
  }

  /** {@inheritDoc} */
  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return Invocations.all(submitAll(tasks), Long.MAX_VALUE);
  }

  /** {@inheritDoc} */
  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return Invocations.all(submitAll(tasks), unit.toNanos(timeout));
  }

  /** {@inheritDoc} */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    try {
      return Invocations.any(submitAll(tasks), Long.MAX_VALUE);
    } catch (TimeoutException e) {
      throw new IllegalStateException("there was no time limit", e);
    }
  }

  /** {@inheritDoc} */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return Invocations.any(submitAll(tasks), unit.toNanos(timeout));
  }

  private <T> List<TaskFuture<T>> submitAll(Collection<? extends Callable<T>> tasks) {
    // All or none: a null among them must not leave the others running.
    tasks.forEach(task -> Objects.requireNonNull(task, "task"));
    List<TaskFuture<T>> futures = new ArrayList<>(tasks.size());
    for (Callable<T> task : tasks) {
      futures.add(send(new TaskBodies.Call(task)));
    }
    return futures;
  }

  /**
   * Starts the workers, if they are not yet started, and waits until they are ready.
   *
   * @throws IllegalStateException if the pool was shut down
   * @throws BrokenPoolException if MPI or the workers could not be started
   */
  public void bootup() {
    bootup(true);
  }

  /**
   * Starts the workers, if they are not yet started.
   *
   * @param wait whether to wait until they are ready
   * @throws IllegalStateException if the pool was shut down
   * @throws BrokenPoolException if the pool is broken, or breaks while this waits
   */
  public void bootup(boolean wait) {
    Throwable breakage = pool.breakage();
    if (breakage != null) {
      throw sender.broken(breakage);
    }
    if (!pool.isOpen()) {
      throw new IllegalStateException("RP-201: the pool was shut down; make a new one");
    }
    pool.start();
    if (wait) {
      try {
        pool.ready().join();
      } catch (CompletionException e) {
        throw sender.broken(e.getCause() == null ? e : e.getCause());
      } finally {
        Reference.reachabilityFence(this);
      }
    }
  }

  /**
   * The number of workers. Starts them if they are not yet started, and waits until they are ready.
   *
   * @return at least 1; 0 if the pool is broken or was shut down
   */
  public int workerCount() {
    if (!pool.isOpen()) {
      return 0;
    }
    pool.start();
    try {
      return pool.ready().join().size();
    } catch (CompletionException e) {
      return 0;
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * The backend that this pool uses.
   *
   * @return its name, such as {@code openmpi} or {@code threads}
   */
  public String backend() {
    return backend;
  }

  /**
   * The level of thread support that MPI gave this process (MPI-4.0 §11.6.2). Starts the workers if
   * they are not yet started, and waits until they are ready.
   *
   * @return the level
   * @throws IllegalStateException if the pool was shut down
   * @throws BrokenPoolException if MPI or the workers could not be started
   */
  public ThreadLevel threadLevel() {
    bootup();
    return pool.threadLevel();
  }

  /** {@inheritDoc} The tasks submitted before are run; their workers end afterwards. */
  @Override
  public void shutdown() {
    shutdown(false, false);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Cancels the futures of tasks that have not begun. Does not interrupt those that run.
   *
   * @return the tasks that were cancelled; running one runs the task in the calling thread, and
   *     drops its result
   */
  @Override
  public List<Runnable> shutdownNow() {
    return pool.shutdown(true).join().stream()
        .map(listener -> ((TaskFuture<?>) listener).asRunnable())
        .toList();
  }

  /**
   * Takes no tasks any more. Idempotent.
   *
   * @param wait whether to wait until all tasks are done and the workers have ended
   * @param cancelPending whether to cancel the tasks that have not begun
   */
  public void shutdown(boolean wait, boolean cancelPending) {
    CompletableFuture<?> cancelled = pool.shutdown(cancelPending);
    if (cancelPending) {
      cancelled.join();
    }
    if (wait) {
      pool.ended().join();
    }
  }

  @Override
  public boolean isShutdown() {
    return !pool.isOpen();
  }

  @Override
  public boolean isTerminated() {
    return pool.ended().isDone();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    try {
      pool.ended().get(timeout, unit);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a pool does not fail", e);
    }
  }

  /**
   * Shuts the pool down and waits until all tasks are done and nothing of the pool is left: worker
   * processes, threads, connections. Idempotent. If interrupted, cancels the tasks that have not
   * begun, goes on waiting, and restores the interrupt.
   */
  @Override
  public void close() {
    shutdown();
    boolean interrupted = false;
    while (!isTerminated()) {
      try {
        pool.ended().get();
      } catch (InterruptedException e) {
        interrupted = true;
        pool.shutdown(true);
      } catch (ExecutionException e) {
        throw new IllegalStateException("the end of a pool does not fail", e);
      }
    }
    dropped.clean();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a pool whose executor nobody holds any more. Must not hold it either. */
  private record WhenDropped(Pool pool) implements Runnable {
    @Override
    public void run() {
      pool.shutdown(false);
    }
  }
}
