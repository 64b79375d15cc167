package io.github.rankpool.internal.comm;

import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The communication thread of a backend in this process, shared by all pools that use the backend.
 * It starts MPI, drives the pools' agents, and finalises MPI.
 *
 * <p>Where MPI can be started again, the thread ends with the last pool. Where it cannot, it stays,
 * asleep, for pools to come, and ends with the JVM.
 */
public final class CommHost {
  private static final Logger LOG = LoggerFactory.getLogger(CommHost.class);
  private static final long EXIT_LIMIT_MILLIS = 10_000;
  private static final Map<String, CommHost> HOSTS = new HashMap<>();

  private final MpiProvider provider;
  private final ThreadLevel level;
  private final Thread thread;
  private final CompletableFuture<CommLoop> started = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  // Guarded by HOSTS.
  private int users;

  private CommHost(MpiProvider provider, ThreadLevel level) {
    this.provider = provider;
    this.level = level;
    this.thread = new Thread(this::run, "rankpool-comm-" + provider.name());
    thread.setDaemon(true);
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
      CommHost host = HOSTS.get(provider.name());
      if (host == null) {
        host = new CommHost(provider, level);
        HOSTS.put(provider.name(), host);
        if (!provider.isRestartable()) {
          Runtime.getRuntime().addShutdownHook(new Thread(host::endWithJvm, "rankpool-exit"));
        }
        host.thread.start();
      }
      host.users++;
      return host;
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
      boolean stays =
          users > 0 || !(provider.isRestartable() || started.isCompletedExceptionally());
      if (stays) {
        return CompletableFuture.completedFuture(null);
      }
      HOSTS.remove(provider.name(), this);
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

  private void run() {
    try {
      MpiRuntime runtime = provider.start(level);
      try {
        if (!runtime.threadLevel().allows(ThreadLevel.SERIALIZED)) {
          LOG.warn(
              "RP-304: MPI gives thread level {} only; use an MPI built with thread support"
                  + " if tasks are to make MPI calls",
              runtime.threadLevel());
        }
        CommLoop loop = new CommLoop(runtime);
        started.complete(loop);
        loop.run(false);
      } finally {
        runtime.close();
      }
    } catch (Throwable e) {
      if (!started.completeExceptionally(e)) {
        LOG.error("RP-214: the communication thread has ended with an error", e);
      }
    } finally {
      ended.complete(null);
    }
  }

  /** In the JVM's shutdown hook: ends workers and finalises MPI, but never holds up the exit. */
  private void endWithJvm() {
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
