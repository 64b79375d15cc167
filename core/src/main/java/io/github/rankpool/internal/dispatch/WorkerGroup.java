package io.github.rankpool.internal.dispatch;

import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.comm.Progress;
import io.github.rankpool.internal.comm.Sleeps;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers and the way to them: those of one pool, which end with it, or those that the pools of
 * this process share.
 *
 * <p>Thread-safe. No method waits.
 */
public final class WorkerGroup {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerGroup.class);

  private final Supplier<CommHost> hosts;
  private final Connector connector;
  private final Timing timing;
  private final int replacements;
  private final boolean shared;
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private volatile @Nullable CommLoop loop;
  private volatile @Nullable Census census;
  private volatile ThreadLevel threadLevel = ThreadLevel.SINGLE;
  // Guarded by this.
  private @Nullable CommHost host;

  /** Completed on the communication thread, for whose use the dispatcher is. */
  private final CompletableFuture<Dispatcher> connected = new CompletableFuture<>();

  /** Makes the connection to workers. */
  @FunctionalInterface
  public interface Connector {
    /**
     * Starts or finds the workers. Called once, on the communication thread; may block.
     *
     * @param runtime MPI
     * @return the connection
     */
    Connection connect(MpiRuntime runtime);
  }

  /**
   * The way to workers.
   *
   * @param communicator to them, to be disconnected by who gets this
   * @param secret that they have been given, and must prove to hold
   * @param starter starts more of them, for others that were lost; null if these were not started
   *     for this program, and do not end when they have said goodbye
   */
  public record Connection(
      InterCommunicator communicator, byte[] secret, Replacements.@Nullable Starter starter) {}

  /**
   * Describes a group; starts nothing.
   *
   * @param hosts acquires the communication thread; called once
   * @param connector makes the connection
   * @param timing of messages
   * @param replacements how many lost workers may be replaced
   * @param shared whether workers stay when the last pool has ended, for others to come
   */
  public WorkerGroup(
      Supplier<CommHost> hosts,
      Connector connector,
      Timing timing,
      int replacements,
      boolean shared) {
    this.hosts = hosts;
    this.connector = connector;
    this.timing = timing;
    this.replacements = replacements;
    this.shared = shared;
  }

  /** Starts MPI and the workers, if nobody has yet. */
  public void start() {
    CommHost acquired;
    synchronized (this) {
      if (host != null || connected.isDone()) {
        return;
      }
      try {
        acquired = hosts.get();
      } catch (Throwable e) {
        fail(e);
        return;
      }
      host = acquired;
    }
    acquired
        .loop()
        .whenComplete(
            (started, failure) -> {
              if (started == null) {
                fail(failure);
              } else if (!started.execute(() -> connect(started))) {
                fail(new IllegalStateException("RP-210: communication was shut down"));
              }
            });
  }

  // On the communication thread.
  private void connect(CommLoop started) {
    try {
      MpiRuntime runtime = started.runtime();
      threadLevel = runtime.threadLevel();
      Connection connection = connector.connect(runtime);
      DispatchSettings settings =
          new DispatchSettings(
              connection.secret(),
              timing,
              shared,
              connection.starter() != null,
              runtime.sharedFate(),
              replacements(connection),
              Runtime.getRuntime().maxMemory(),
              LocalProcesses.on(runtime.host()));
      Dispatcher dispatcher =
          new Dispatcher(
              runtime,
              connection.communicator(),
              settings,
              System::nanoTime,
              started.doorbell(),
              lost -> started.execute(() -> replace(lost, connection)),
              this::release);
      started.attach(dispatcher);
      loop = started;
      census = dispatcher.census();
      connected.complete(dispatcher);
    } catch (Throwable e) {
      fail(e);
    }
  }

  private int replacements(Connection connection) {
    if (connection.starter() == null && replacements > 0) {
      LOG.warn("RP-256: lost workers will not be replaced, as they were not started for this pool");
      return 0;
    }
    return replacements;
  }

  // On the communication thread, outside of the dispatcher's turn, as it may block.
  private void replace(int lost, Connection connection) {
    Replacements.Starter starter = connection.starter();
    if (starter != null) {
      connected.thenAccept(dispatcher -> dispatcher.replace(lost, starter));
    }
  }

  private void fail(@Nullable Throwable failure) {
    connected.completeExceptionally(
        failure == null ? new IllegalStateException("no cause given") : failure);
    release();
  }

  private void release() {
    CommHost used;
    synchronized (this) {
      used = host;
      host = null;
    }
    if (used == null) {
      ended.complete(null);
    } else {
      used.release().thenRun(() -> ended.complete(null));
    }
  }

  /** Opens a session once the workers are connected; breaks it if they cannot be. */
  void open(Session session) {
    start();
    whenConnected(
        dispatcher -> {
          if (!dispatcher.open(session)) {
            refuse(session, closed());
          }
        },
        failure -> refuse(session, failure));
  }

  private static void refuse(Session session, Throwable cause) {
    session.breakWith(cause);
    session.end();
  }

  private static IllegalStateException closed() {
    return new IllegalStateException(
        "RP-215: the workers have ended, as the program is about to, or were lost; no pool can be"
            + " started now");
  }

  /**
   * Has the communication thread do something once there is a dispatcher.
   *
   * @param command for the communication thread
   * @param otherwise gets the reason why there will be none
   */
  void whenConnected(Consumer<Dispatcher> command, Consumer<Throwable> otherwise) {
    connected.whenComplete(
        (dispatcher, failure) -> {
          CommLoop current = loop;
          if (failure != null) {
            otherwise.accept(failure);
          } else if (current == null || !current.execute(() -> command.accept(dispatcher))) {
            otherwise.accept(closed());
          }
        });
  }

  /** Has new tasks looked at. */
  void attend() {
    CommLoop current = loop;
    if (current != null) {
      current.attend();
    }
  }

  /** How a thread that waits for a task can move messages itself. */
  Progress progress() {
    CommLoop current = loop;
    return current == null ? Progress.NONE : current;
  }

  /** What is known of the workers; null before they are connected. */
  @Nullable Census census() {
    return census;
  }

  /** The sleeps of the communication thread; null before the workers are connected. */
  @Nullable Sleeps sleeps() {
    CommLoop current = loop;
    return current == null ? null : current.sleeps();
  }

  /** Ends the workers of a shared group once the pools there are have ended. */
  public void close() {
    whenConnected(Dispatcher::close, failure -> {});
  }

  /**
   * The end of a group.
   *
   * @return completed once the workers have ended and the communication thread is no longer used
   */
  public CompletableFuture<@Nullable Void> ended() {
    return ended;
  }

  boolean isShared() {
    return shared;
  }

  /** The level of thread support that MPI gave; meaningful once the workers are connected. */
  ThreadLevel threadLevel() {
    return threadLevel;
  }
}
