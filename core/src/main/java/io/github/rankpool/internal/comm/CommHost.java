package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A communication thread, and the MPI that it drives the agents of pools and workers on.
 *
 * <pre>
 *  made by   MPI is started by           finalised by            the thread ends with
 *  acquire   the communication thread    that thread             the last use; where MPI cannot
 *                                                                be started again, the JVM
 *  adopt     somebody else               them                    the last use
 *  open      the communication thread    that thread             the last use
 *  serve     the caller, which is the    the caller              the last agent
 *            communication thread
 * </pre>
 *
 * <p>One host made by {@code acquire} serves all pools of a backend.
 */
public final class CommHost {
  private static final Logger LOG = LoggerFactory.getLogger(CommHost.class);
  private static final long EXIT_LIMIT_MILLIS = 10_000;
  private static final Map<String, CommHost> HOSTS = new HashMap<>();

  /** Of this process's workers; consulted for backends that can be started once only. */
  private static final Map<String, CommHost> SERVING = new HashMap<>();

  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private final String backend;
  private final boolean staysForOthers;
  private final CompletableFuture<CommLoop> started = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  // Guarded by HOSTS.
  private int users;

  private CommHost(String backend, boolean staysForOthers) {
    this.backend = backend;
    this.staysForOthers = staysForOthers;
  }

  /**
   * Gives the backend's host, starting it if there is none. To be released as often as acquired.
   *
   * @param provider the backend
   * @param level of thread support to ask for, if MPI is not started yet
   * @return the host, possibly still starting
   */
  public static CommHost acquire(MpiProvider provider, ThreadLevel level) {
    synchronized (HOSTS) {
      boolean onceOnly = !provider.isRestartable();
      CommHost serving = onceOnly ? SERVING.get(provider.name()) : null;
      if (serving != null) {
        serving.users++;
        return serving;
      }
      CommHost host = HOSTS.get(provider.name());
      if (host == null) {
        host = new CommHost(provider.name(), onceOnly);
        Thread thread = host.start(() -> provider.start(level), true);
        HOSTS.put(provider.name(), host);
        host.endWithJvmIfItStays(thread);
      }
      host.users++;
      return host;
    }
  }

  /**
   * Makes a host for MPI that somebody else has started and will finalise after the host's end. To
   * be released once.
   *
   * @param runtime MPI of this rank, of a level at which a thread that has not started it may call
   *     it
   * @return the host
   */
  public static CommHost adopt(MpiRuntime runtime) {
    CommHost host = new CommHost(runtime.backend(), false);
    host.users = 1;
    host.start(() -> runtime, false);
    return host;
  }

  /**
   * Makes a host for the use of one pool alone. To be released once.
   *
   * @param name of what is started
   * @param starter called by the communication thread, which closes what it gives at the end
   * @return the host, possibly still starting
   */
  public static CommHost open(String name, Supplier<MpiRuntime> starter) {
    CommHost host = new CommHost(name, false);
    host.users = 1;
    host.start(starter, true);
    return host;
  }

  /**
   * Drives agents on the calling thread, which has started MPI, until the last one has ended. Where
   * MPI cannot be started again, pools that are made meanwhile in this process use the same MPI.
   *
   * @param loop made by the calling thread
   */
  public static void serve(CommLoop loop) {
    CommHost host = new CommHost(loop.runtime().backend(), true);
    host.started.complete(loop);
    synchronized (HOSTS) {
      SERVING.put(host.backend, host);
    }
    try {
      loop.run(true);
    } finally {
      synchronized (HOSTS) {
        SERVING.remove(host.backend, host);
      }
    }
  }

  private Thread start(Supplier<MpiRuntime> runtime, boolean finalises) {
    Thread thread = new Thread(() -> run(runtime, finalises), "rankpool-comm-" + backend);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void run(Supplier<MpiRuntime> starter, boolean finalises) {
    try {
      WarmUp.begin();
      MpiRuntime runtime = starter.get();
      try {
        warnBelowSerialized(runtime.threadLevel());
        tellSharedFate(runtime);
        CommLoop loop = new CommLoop(runtime);
        started.complete(loop);
        loop.run(false);
      } finally {
        if (finalises) {
          runtime.close();
        }
      }
    } catch (Throwable e) {
      if (!started.completeExceptionally(e)) {
        LOG.error("RP-214: the communication thread has ended with an error", e);
      }
    } finally {
      ended.complete(null);
    }
  }

  /** Once for each world. */
  private static void tellSharedFate(MpiRuntime runtime) {
    runtime
        .sharedFate()
        .filter(fate -> runtime.world().rank() == 0)
        .ifPresent(fate -> LOG.info("RP-253: {}.", fate));
  }

  private static void warnBelowSerialized(ThreadLevel level) {
    if (!level.allows(ThreadLevel.SERIALIZED) && WARNED.compareAndSet(false, true)) {
      LOG.warn(
          "RP-304: MPI gives thread level {} only. Pools go on, with one MPI call at a time; tasks"
              + " that make MPI calls may fail. Use an MPI built with thread support, and ask for"
              + " SERIALIZED or MULTIPLE (RANKPOOL_THREAD_LEVEL).",
          level);
    }
  }

  /**
   * Ends one use. Callable from any thread, the communication thread included.
   *
   * @return completed when nothing of this use is left: at once if the host stays, otherwise when
   *     MPI is finalised
   */
  public CompletableFuture<@Nullable Void> release() {
    synchronized (HOSTS) {
      users--;
      if (users > 0 || (staysForOthers && !started.isCompletedExceptionally())) {
        return CompletableFuture.completedFuture(null);
      }
      HOSTS.remove(backend, this);
    }
    started.thenAccept(CommLoop::stop);
    return ended;
  }

  /**
   * The loop that drives agents.
   *
   * @return completed once MPI has started; failed if it could not be
   */
  public CompletableFuture<CommLoop> loop() {
    return started;
  }

  private void endWithJvmIfItStays(Thread thread) {
    if (!staysForOthers) {
      return;
    }
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> endWithJvm(thread), "rankpool-exit"));
    } catch (IllegalStateException e) {
      LOG.debug("the JVM ends already, without waiting for MPI", e);
    }
  }

  /** In the JVM's shutdown hook: ends workers and finalises MPI, but never holds up the exit. */
  private void endWithJvm(Thread thread) {
    started.thenAccept(CommLoop::endSoon);
    try {
      thread.join(EXIT_LIMIT_MILLIS);
      started.thenAccept(CommLoop::stop);
      thread.join(EXIT_LIMIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
