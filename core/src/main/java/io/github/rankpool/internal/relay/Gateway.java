package io.github.rankpool.internal.relay;

import io.github.rankpool.internal.service.ServiceKey;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients of a service in, and gives each a session. Owns its threads and connections.
 *
 * <p>Thread-safe.
 */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** As many who have not shown the key yet may be connected; others are hung up on. */
  private static final int MAX_STRANGERS = 32;

  private static final long CLOSE_LIMIT_MILLIS = 20_000;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final ServerSocket socket;
  private final ServiceKey key;
  private final Workforce.Source source;
  private final Places places;
  private final long backoffNanos;
  private final Semaphore strangers = new Semaphore(MAX_STRANGERS);
  private final Set<ClientSession> sessions = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** Hangs up on strangers whose time is over. */
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "rankpool-service-clock"));

  private volatile boolean closed;

  /**
   * Begins to accept clients.
   *
   * @param socket bound to where they come; closed by this gateway
   * @param key that they have to hold
   * @param source of workers
   * @param clients how many are served at a time; more wait in line
   * @param backoffNanos longest sleep between two looks for messages of workers
   */
  public Gateway(
      ServerSocket socket,
      ServiceKey key,
      Workforce.Source source,
      int clients,
      long backoffNanos) {
    this.socket = socket;
    this.key = key;
    this.source = source;
    this.places = new Places(clients);
    this.backoffNanos = backoffNanos;
    daemon(this::accept, "rankpool-service").start();
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    while (!closed) {
      try {
        accept(socket.accept());
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        if (!closed) {
          LOG.warn("a client could not be accepted: {}", e.getMessage());
          LockSupport.parkNanos(PAUSE_NANOS); // no file descriptors or threads left, perhaps
        }
      }
    }
  }

  private void accept(Socket client) throws IOException {
    if (!strangers.tryAcquire()) {
      client.close();
      return;
    }
    ClientSession session =
        new ClientSession(client, key, places, source, backoffNanos, clock, strangers::release);
    sessions.add(session);
    if (closed) {
      session.close();
    }
    Runnable work =
        () -> {
          try {
            session.run();
          } finally {
            sessions.remove(session);
            threads.remove(Thread.currentThread());
          }
        };
    Thread thread = daemon(work, "rankpool-service-client");
    // Before it runs: whoever closes this gateway waits for it.
    threads.add(thread);
    try {
      thread.start();
    } catch (Throwable e) {
      threads.remove(thread);
      sessions.remove(session);
      strangers.release();
      client.close();
      throw e;
    }
  }

  /** Lets nobody in any more, dismisses the workers of those that are, and waits for their end. */
  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing the service's socket failed", e);
    }
    sessions.forEach(ClientSession::close);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_LIMIT_MILLIS);
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      while (thread.isAlive() && deadline - System.nanoTime() > 0) {
        try {
          thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    clock.shutdownNow();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
