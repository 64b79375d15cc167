package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.comm.Sleeps;
import io.github.rankpool.spi.ThreadLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool's life, seen from the threads that use it.
 *
 * <pre>
 *  state    on                              does                            next
 *  NEW      start                           starts MPI, spawns workers      STARTED
 *           shutdown                                                        ENDED
 *  STARTED  shutdown                        lets tasks finish               CLOSING
 *           start fails, or an error        fails every task                ENDED
 *  CLOSING  last task done, workers gone                                    ENDED
 * </pre>
 *
 * <p>Thread-safe. No method but those that say so waits.
 */
public final class Pool {
  private static final Logger LOG = LoggerFactory.getLogger(Pool.class);

  private enum State {
    NEW,
    STARTED,
    CLOSING,
    ENDED
  }

  private final PoolSpec spec;
  private final TaskQueue queue = new TaskQueue();
  private final Session session;
  private final CompletableFuture<List<WorkerInfo>> ready = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private volatile State state = State.NEW;

  /** 0 before the workers are ready, and after the end. */
  private volatile int workerCount;

  private volatile Runnable onWorkersChanged = () -> {};

  /** Set when the pool starts. */
  private volatile @Nullable WorkerGroup workers;

  /**
   * Creates a pool that starts nothing yet.
   *
   * @param spec how to start it
   */
  public Pool(PoolSpec spec) {
    this.spec = spec;
    this.session =
        new Session(spec.id(), spec.setup(), queue, new Completions(spec.name()), new Events());
  }

  /**
   * The id of this pool's setup, which is followed by those of its tasks.
   *
   * @return the id
   */
  public long id() {
    return spec.id();
  }

  /** Starts MPI and the workers, if nobody has yet. Returns at once. */
  public void start() {
    WorkerGroup group;
    synchronized (this) {
      if (state != State.NEW) {
        return;
      }
      group = spec.workers().get();
      workers = group;
      state = State.STARTED;
    }
    ExitGuard.watch(this);
    group.open(session);
  }

  /**
   * Hands in a task. Starts the pool if that has not been done.
   *
   * @param task queued
   * @return false if the pool takes no tasks any more; the task is nobody's then
   */
  public boolean submit(DispatchTask task) {
    if (state == State.NEW) {
      start();
    }
    WorkerGroup group = workers;
    if (state != State.STARTED || group == null || !queue.offer(task)) {
      return false;
    }
    group.attend();
    ExitGuard.holdJvm();
    return true;
  }

  /**
   * Tries to take a task out of the pool before it begins.
   *
   * @param task handed in before
   * @return true if it will not run; completed after at most a round trip to the worker that has it
   */
  public CompletableFuture<Boolean> withdraw(DispatchTask task) {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (task.withdraw()) {
      answer.complete(true);
    } else {
      whenConnected(
          dispatcher -> dispatcher.withdraw(task, answer::complete),
          failure -> answer.complete(false));
    }
    return answer;
  }

  /**
   * Interrupts a task if it is running, on whatever workers.
   *
   * @param task handed in before
   */
  public void interrupt(DispatchTask task) {
    whenConnected(dispatcher -> dispatcher.interrupt(task), failure -> {});
  }

  /**
   * How a thread that waits for a task of this pool can move messages itself.
   *
   * @return to be asked for again once the pool has been started
   */
  public Progress progress() {
    WorkerGroup group = workers;
    return group == null ? Progress.NONE : group.progress();
  }

  /**
   * Tells whether a task of this pool waits, runs or has its result handed on.
   *
   * @return completed soon; true if the JVM must not end for want of users' threads
   */
  CompletableFuture<Boolean> isBusy() {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    if (!queue.isEmpty() || hasCallbacks()) {
      answer.complete(true);
    } else {
      // Asked on the communication thread, which knows of tasks on their way.
      whenConnected(
          dispatcher -> answer.complete(session.isBusy()), failure -> answer.complete(false));
    }
    return answer;
  }

  /** Whether callbacks of tasks run or wait to be run, which they may after the pool's end. */
  boolean hasCallbacks() {
    return !session.completions.isIdle();
  }

  boolean hasEnded() {
    return state == State.ENDED;
  }

  private void whenConnected(Consumer<Dispatcher> command, Consumer<Throwable> otherwise) {
    WorkerGroup group = workers;
    if (group == null) {
      otherwise.accept(shutDown());
    } else {
      group.whenConnected(command, otherwise);
    }
  }

  /**
   * Takes no tasks any more; ends the workers, if they are its own, once those handed in are done.
   *
   * @param cancelPending whether tasks that have not begun are cancelled
   * @return the listeners of the tasks cancelled by this call, once that is known of every task
   */
  public CompletableFuture<List<TaskListener>> shutdown(boolean cancelPending) {
    CompletableFuture<List<TaskListener>> answer = new CompletableFuture<>();
    synchronized (this) {
      if (state == State.NEW) {
        state = State.ENDED;
        queue.seal(task -> {});
        session.completions.close();
        ready.completeExceptionally(shutDown());
        ended.complete(null);
      } else if (state == State.STARTED) {
        state = State.CLOSING;
      }
    }
    whenConnected(
        dispatcher -> dispatcher.shutdown(session, cancelPending, answer::complete),
        failure -> answer.complete(List.of()));
    return answer;
  }

  private static IllegalStateException shutDown() {
    return new IllegalStateException("RP-201: the pool was shut down");
  }

  /**
   * The workers.
   *
   * @return completed once all of them are ready; failed if the pool broke or ended before
   */
  public CompletableFuture<List<WorkerInfo>> ready() {
    return ready;
  }

  /**
   * The number of workers that take tasks: less than there were at first if some were lost. Starts
   * the pool if that has not been done, and waits until the workers are ready.
   *
   * @return at least 1; 0 if the pool is broken or was shut down
   */
  public int workerCount() {
    if (!isOpen()) {
      return 0;
    }
    start();
    try {
      ready.join();
      return workerCount;
    } catch (CompletionException e) {
      return 0;
    }
  }

  /**
   * Has something done whenever workers were lost or have come, off the communication thread.
   *
   * @param action to be run, instead of one that was given before
   */
  public void whenWorkersChange(Runnable action) {
    onWorkersChanged = action;
  }

  /**
   * The number of workers that take tasks.
   *
   * @return 0 before the pool is started, and when it is broken
   */
  public int workersNow() {
    return workerCount;
  }

  /**
   * What is known of the workers, those of other pools that share them included.
   *
   * @return null before they are connected
   */
  public @Nullable Census census() {
    WorkerGroup group = workers;
    return group == null ? null : group.census();
  }

  /**
   * The sleeps of the communication thread.
   *
   * @return null before the workers are connected
   */
  public @Nullable Sleeps sleeps() {
    WorkerGroup group = workers;
    return group == null ? null : group.sleeps();
  }

  /**
   * The tasks of this pool that workers have.
   *
   * @return tasks, those that wait at a worker included
   */
  public long outstanding() {
    return session.outstanding.get();
  }

  /**
   * How long tasks of this pool waited for the worker that has run them, if that was noted.
   *
   * @return kept up to date
   */
  public DurationTally waits() {
    return session.waits;
  }

  /**
   * How long these tasks ran.
   *
   * @return kept up to date
   */
  public DurationTally runs() {
    return session.runs;
  }

  /**
   * How often a task was put back into the queue, as its worker was lost.
   *
   * @return times
   */
  public long retried() {
    return session.retried.get();
  }

  /**
   * The level of thread support that MPI gave; meaningful once the workers are ready.
   *
   * @return the level
   */
  public ThreadLevel threadLevel() {
    WorkerGroup group = workers;
    return group == null ? ThreadLevel.SINGLE : group.threadLevel();
  }

  /**
   * The end.
   *
   * @return completed once no task, worker process or thread of the pool is left
   */
  public CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  /**
   * Has something done on one of the threads that complete futures, soon after the end.
   *
   * @param action to be run; may wait
   */
  public void whenEnded(Runnable action) {
    ended.thenRunAsync(action, session.completions::runBeside);
  }

  /**
   * Waits for the pool's end, in a way that a callback of one of its futures may as well.
   *
   * @param nanos longest wait, in nanoseconds
   * @return whether the pool has ended
   * @throws InterruptedException if the calling thread is interrupted
   */
  public boolean awaitEnded(long nanos) throws InterruptedException {
    try {
      session.completions.await(() -> ended.get(nanos, TimeUnit.NANOSECONDS));
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("the end of a pool does not fail", e);
    }
  }

  /**
   * Waits for the end of a pool that was shut down. An interrupt cancels the tasks that have not
   * begun, and is kept for later.
   */
  public void awaitEnd() {
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        over = awaitEnded(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        interrupted = true;
        shutdown(true);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Tells whether the pool takes tasks.
   *
   * @return false after shutdown, or when broken
   */
  public boolean isOpen() {
    return state == State.NEW || state == State.STARTED;
  }

  /**
   * What broke the pool.
   *
   * @return the cause, or null if it is well or was ended in good order
   */
  public @Nullable Throwable breakage() {
    return queue.breakage();
  }

  private final class Events implements PoolEvents {
    @Override
    public void ready(List<WorkerInfo> workers) {
      workersChange(workers.size());
      ready.complete(List.copyOf(workers));
    }

    @Override
    public void left(int workers) {
      workersChange(workers);
    }

    private void workersChange(int workers) {
      workerCount = workers;
      session.completions.add(onWorkersChanged);
    }

    @Override
    public void broken(Throwable cause) {
      if (cause instanceof SetupFailedException) {
        // Where it happened here says nothing; what happened there comes with the exceptions.
        LOG.error("RP-202: {} is broken; its tasks fail: {}", spec.name(), cause.getMessage());
      } else {
        LOG.error("RP-202: {} is broken; its tasks fail", spec.name(), cause);
      }
      workerCount = 0;
      ready.completeExceptionally(cause);
    }

    @Override
    public void ended(@Nullable Throwable cause) {
      state = State.ENDED;
      workerCount = 0;
      ExitGuard.forget(Pool.this);
      ready.completeExceptionally(cause != null ? cause : shutDown());
      WorkerGroup group = workers;
      if (group == null || group.isShared()) {
        ended.complete(null);
      } else {
        group.ended().thenRun(() -> ended.complete(null));
      }
    }
  }
}
