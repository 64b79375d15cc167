package io.github.rankpool;

import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.worker.TaskBody;
import io.github.rankpool.spi.ThreadLevel;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * processes spawned by MPI, or threads of this JVM without MPI. They end when the pool is closed.
 *
 * <pre>
 *  state      on                      does                                    next
 *  new        submit, bootup          starts MPI and the workers              running
 *  running    shutdown                takes no tasks, runs those it has       shut down
 *             shutdownNow             the same, cancels those not begun       shut down
 *             a worker is lost        fails its tasks: WorkerLostException    running
 *             so is the last, or MPI  fails all tasks: BrokenPoolException    broken
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
public final class MpiPoolExecutor implements ExecutorService, TaskMapping, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Pool pool;
  private final TaskSender sender;
  private final String backend;
  private final Cleaner.Cleanable dropped;

  /** Whose pool this is, too, so that it must not be collected before this; null if nobody's. */
  private final @Nullable MpiPoolExecutor origin;

  MpiPoolExecutor(String backend, TaskSender sender) {
    this.pool = sender.pool();
    this.backend = backend;
    this.sender = sender;
    this.origin = null;
    this.dropped = CLEANER.register(this, ending(pool));
  }

  private MpiPoolExecutor(MpiPoolExecutor origin, TaskSender sender) {
    this.pool = origin.pool;
    this.backend = origin.backend;
    this.sender = sender;
    this.origin = origin;
    this.dropped = origin.dropped;
  }

  /**
   * A pool with all settings from outside the program or at their defaults. Starts nothing yet.
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
   * @throws IllegalArgumentException if a settings file cannot be read
   */
  public static MpiPoolExecutorBuilder builder() {
    return new MpiPoolExecutorBuilder();
  }

  /**
   * This pool with other options for tasks. Everything else is one: its workers, its end, its
   * bounded queue.
   *
   * @param options of the tasks that are submitted to the executor returned
   * @return needs no closing of its own; shutting it down shuts this one down
   */
  public MpiPoolExecutor with(TaskOptions options) {
    return new MpiPoolExecutor(origin == null ? this : origin, sender.with(options));
  }

  /**
   * Runs a task on a worker. Does not wait.
   *
   * @param task may throw
   * @param <T> type of the result
   * @return completed with the result; fails with {@link TaskSerializationException} if the task or
   *     its result cannot be sent, with {@link WorkerLostException} if its worker dies
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
   * Runs a task on several workers at the same time, which work together through a communicator of
   * their own. It begins when so many workers are idle; tasks submitted after it wait until then.
   *
   * <pre>{@code
   * double pi = pool.submitParallel(4, ranks -> ranks.allReduce(share(ranks), SUM)).join().get(0);
   * }</pre>
   *
   * <p>If a rank fails, the others are interrupted, which ends their waiting for it.
   *
   * @param ranks how many workers, at least 1
   * @param task run once by each of them; gets the communicator, which lives until the task's end
   * @param <T> type of a rank's result
   * @return completed with the results in the order of the ranks; fails as the first rank does that
   *     fails, and with {@code IllegalArgumentException} if the pool has fewer workers. Cancelling
   *     works as for other tasks, until the ranks have begun
   * @throws IllegalArgumentException if ranks is less than 1
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public <T extends @Nullable Object> CompletableFuture<List<T>> submitParallel(
      int ranks, SerializableFunction<MpiCommunicator, T> task) {
    Objects.requireNonNull(task, "task");
    if (ranks < 1) {
      throw new IllegalArgumentException(
          "RP-209: a parallel task needs at least 1 rank, not " + ranks);
    }
    return sender.sendParallel(ranks, new TaskBodies.Parallel<>(task));
  }

  /**
   * Applies a function to two arguments on a worker. Does not wait.
   *
   * @param function may throw
   * @param first copied to the worker
   * @param second copied to the worker
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <R> type of the result
   * @return completed with the result; fails as of {@link #submit(SerializableCallable)}
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
      CompletableFuture<R> submit(SerializableBiFunction<A, B, R> function, A first, B second) {
    return submit(new TaskBodies.OfTuple2<>(function), Tuple2.of(first, second));
  }

  /**
   * Applies a function to three arguments on a worker. Does not wait.
   *
   * @param function may throw
   * @param first copied to the worker
   * @param second copied to the worker
   * @param third copied to the worker
   * @param <A> type of the first argument
   * @param <B> type of the second argument
   * @param <C> type of the third argument
   * @param <R> type of the result
   * @return completed with the result; fails as of {@link #submit(SerializableCallable)}
   * @throws RejectedExecutionException if the pool is shut down
   * @throws BrokenPoolException if it is broken
   */
  public <
          A extends @Nullable Object,
          B extends @Nullable Object,
          C extends @Nullable Object,
          R extends @Nullable Object>
      CompletableFuture<R> submit(
          SerializableTriFunction<A, B, C, R> function, A first, B second, C third) {
    return submit(new TaskBodies.OfTuple3<>(function), Tuple3.of(first, second, third));
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
    Objects.requireNonNull(task, "task");
    return sender.send(new TaskBodies.Run(task), nothing -> result);
  }

  /**
   * {@inheritDoc}
   *
   * @throws RejectedExecutionException also if the task cannot be serialized, as there is no future
   *     to tell of it; and if it is itself a future, such as {@code ExecutorCompletionService} and
   *     {@code CompletableFuture.supplyAsync} make of tasks: a worker cannot complete that
   */
  @Override
  public void execute(Runnable task) {
    Objects.requireNonNull(task, "task");
    try {
      sender.execute(task);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> map(
      SerializableFunction<A, R> function, Stream<? extends A> arguments, MapOptions options) {
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(options, "options");
    sender.requireOpen();
    return MapRun.stream(this, function, arguments.iterator(), options).onClose(arguments::close);
  }

  <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<List<R>> submitChunk(
      SerializableFunction<A, R> function, List<A> arguments) {
    return sender.send(new TaskBodies.ApplyAll<>(function, new ArrayList<>(arguments)));
  }

  /**
   * {@inheritDoc}
   *
   * <p>If interrupted, the tasks that have not begun are cancelled, and those that have run on.
   */
  @Override
  public <T> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
      throws InterruptedException {
    return Invocations.all(this, sender, tasks, Long.MAX_VALUE);
  }

  /**
   * {@inheritDoc}
   *
   * <p>When the time is over, or the thread is interrupted, the tasks that have not begun are
   * cancelled. Those that have run on, though their futures say that they were cancelled, as all
   * the futures returned have to be done.
   */
  @Override
  public <T> List<Future<T>> invokeAll(
      Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException {
    return Invocations.all(this, sender, tasks, unit.toNanos(timeout));
  }

  /** {@inheritDoc} Tasks that have begun run on. */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks)
      throws InterruptedException, ExecutionException {
    return Invocations.any(this, sender, tasks);
  }

  /** {@inheritDoc} Tasks that have begun run on. */
  @Override
  public <T> T invokeAny(Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
      throws InterruptedException, ExecutionException, TimeoutException {
    return Invocations.any(this, sender, tasks, unit.toNanos(timeout));
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
    try {
      sender.bootup(wait);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * The number of workers, less those that were lost. Starts them if they are not yet started, and
   * waits until they are ready. Ranks are not given anew: those of lost workers are missing.
   *
   * @return at least 1; 0 if the pool is broken or was shut down
   */
  public int workerCount() {
    try {
      return pool.workerCount();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * The backend that this pool uses.
   *
   * @return its name: {@code openmpi}, {@code mpj}, {@code threads} or another one's
   */
  public String backend() {
    return backend;
  }

  /**
   * What this pool has done so far. Costs it next to nothing, and starts nothing; what workers tell
   * of themselves may be a few seconds old.
   *
   * @return a snapshot, also after the pool's end
   */
  public PoolStatistics statistics() {
    return sender.statistics();
  }

  /**
   * Has an observer told of the tasks that are submitted from now on.
   *
   * @param observer should be fast
   * @return ends it
   */
  public PoolObserver.Registration addObserver(PoolObserver observer) {
    return sender.observers().add(observer);
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
   * @param wait whether to wait until all tasks are done and the workers have ended; an interrupt
   *     does what it does to {@link #close}
   * @param cancelPending whether to cancel the tasks that have not begun
   */
  public void shutdown(boolean wait, boolean cancelPending) {
    CompletableFuture<?> cancelled = pool.shutdown(cancelPending);
    if (cancelPending) {
      cancelled.join();
    }
    if (wait) {
      pool.awaitEnd();
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
    return pool.awaitEnded(unit.toNanos(timeout));
  }

  /**
   * Shuts the pool down and waits until all tasks are done and nothing of the pool is left: worker
   * processes, threads, connections. Idempotent. If interrupted, cancels the tasks that have not
   * begun, goes on waiting, and restores the interrupt.
   */
  @Override
  public void close() {
    shutdown();
    pool.awaitEnd();
    dropped.clean();
  }

  /** Ends a pool whose executor nobody holds any more. Must not hold it either. */
  private static Runnable ending(Pool pool) {
    return () -> pool.shutdown(false);
  }
}
