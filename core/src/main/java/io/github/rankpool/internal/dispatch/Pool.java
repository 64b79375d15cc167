package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private final Completions completions;
  private final CompletableFuture<List<WorkerInfo>> ready = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private volatile @Nullable CommLoop loop;
  private volatile ThreadLevel threadLevel = ThreadLevel.SINGLE;
  private volatile State state = State.NEW;
  // Guarded by this.
  private @Nullable CommHost host;

  /** Completed on the communication thread, for whose use the dispatcher is. */
  private final CompletableFuture<Dispatcher> connected = new CompletableFuture<>();

  /**
   * Creates a pool that starts nothing yet.
   *
   * @param spec how to start it
   */
  public Pool(PoolSpec spec) {
    this.spec = spec;
    this.completions = new Completions(spec.name());
  }

  /** Starts MPI and the workers, if nobody has yet. Returns at once. */
  public synchronized void start() {
    if (state != State.NEW) {
      return;
    }
    state = State.STARTED;
    CommHost acquired = CommHost.acquire(spec.provider(), spec.level());
    host = acquired;
    acquired
        .loop()
        .whenComplete(
            (started, failure) -> {
              if (started == null) {
                failStart(failure);
              } else if (!started.execute(() -> connect(started))) {
                failStart(new IllegalStateException("RP-210: communication was shut down"));
              }
            });
  }

  // On the communication thread.
  private void connect(CommLoop started) {
    try {
      MpiRuntime runtime = started.runtime();
      threadLevel = runtime.threadLevel();
      byte[] secret = Handshake.newSecret();
      InterCommunicator workers = runtime.spawn(spec.request().apply(runtime, secret));
      DispatchSettings settings =
          new DispatchSettings(
              secret,
              spec.backoffNanos(),
              spec.zeroCopy(),
              Runtime.getRuntime().maxMemory(),
              LocalProcesses.on(runtime.host()));
      Dispatcher dispatcher =
          new Dispatcher(
              runtime, workers, queue, settings, System::nanoTime, completions, new Events());
      started.attach(dispatcher);
      loop = started;
      connected.complete(dispatcher);
    } catch (Throwable e) {
      failStart(e);
    }
  }

  private void failStart(@Nullable Throwable failure) {
    Throwable cause = failure == null ? new IllegalStateException("no cause given") : failure;
    queue.seal(
        cause,
        task -> {
          if (task.finish()) {
            completions.add(() -> task.listener().lost(cause));
          }
        });
    completions.close();
    connected.completeExceptionally(cause);
    end(cause);
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
    if (state != State.STARTED || !queue.offer(task)) {
      return false;
    }
    CommLoop current = loop;
    if (current != null) {
      current.wake();
    }
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
          dispatcher -> dispatcher.withdraw(task, answer::complete), () -> answer.complete(false));
    }
    return answer;
  }

  /**
   * Has the communication thread do something once there is a dispatcher, or does the other thing.
   */
  private void whenConnected(Consumer<Dispatcher> command, Runnable otherwise) {
    connected.whenComplete(
        (dispatcher, failure) -> {
          CommLoop current = loop;
          if (dispatcher == null
              || current == null
              || !current.execute(() -> command.accept(dispatcher))) {
            otherwise.run();
          }
        });
  }

  /**
   * Takes no tasks any more; ends the workers once those handed in are done.
   *
   * @param cancelPending whether tasks that have not begun are cancelled
   * @return the listeners of the tasks cancelled by this call, once that is known of every task
   */
  public CompletableFuture<List<TaskListener>> shutdown(boolean cancelPending) {
    CompletableFuture<List<TaskListener>> answer = new CompletableFuture<>();
    synchronized (this) {
      if (state == State.NEW) {
        state = State.ENDED;
        connected.cancel(false);
        queue.seal(task -> {});
        completions.close();
        ready.completeExceptionally(new IllegalStateException("RP-201: the pool was shut down"));
        ended.complete(null);
      } else if (state == State.STARTED) {
        state = State.CLOSING;
      }
    }
    whenConnected(
        dispatcher -> dispatcher.shutdown(cancelPending, answer::complete),
        () -> answer.complete(List.of()));
    return answer;
  }

  private void end(@Nullable Throwable cause) {
    if (cause != null) {
      LOG.error("RP-202: {} is broken; its tasks fail", spec.name(), cause);
    }
    CommHost used;
    synchronized (this) {
      state = State.ENDED;
      used = host;
      host = null;
    }
    ready.completeExceptionally(
        cause != null ? cause : new IllegalStateException("RP-201: the pool was shut down"));
    if (used == null) {
      ended.complete(null);
    } else {
      used.release().thenRun(() -> ended.complete(null));
    }
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
   * The level of thread support that MPI gave; meaningful once the workers are ready.
   *
   * @return the level
   */
  public ThreadLevel threadLevel() {
    return threadLevel;
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
      ready.complete(List.copyOf(workers));
    }

    @Override
    public void ended(@Nullable Throwable cause) {
      end(cause);
    }
  }
}
