package io.github.rankpool;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.discovery.BackendChoice;
import io.github.rankpool.internal.dispatch.Replacements;
import io.github.rankpool.internal.dispatch.WorkerGroup;
import io.github.rankpool.internal.relay.Gateway;
import io.github.rankpool.internal.relay.Workforce;
import io.github.rankpool.internal.service.ServiceAddress;
import io.github.rankpool.internal.service.ServiceFile;
import io.github.rankpool.internal.service.ServiceKey;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers for pools of other programs: what {@code rankpool serve} runs. A program that names the
 * service ({@link MpiPoolExecutorBuilder#service}, {@code RANKPOOL_SERVICE}) gets a pool of them.
 *
 * <pre>{@code
 * var workers = MpiPoolExecutor.builder().maxWorkers(16);
 * try (PoolService service = PoolService.start(ServiceOptions.named("lab"), workers)) {
 *     service.await();
 * }
 * }</pre>
 *
 * <p>Between client and service everything is encrypted, under a key that the service makes anew
 * each time and leaves in a file that its owner alone can read. Who has that file can have any code
 * run here.
 *
 * <p>Thread-safe.
 */
public final class PoolService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PoolService.class);

  private final ServiceFile file;
  private final Path path;
  private final Gateway gateway;
  private final Runnable onClose;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread atExit = new Thread(this::removeFile, "rankpool-service-exit");

  private PoolService(ServiceFile file, Path path, Gateway gateway, Runnable onClose) {
    this.file = file;
    this.path = path;
    this.gateway = gateway;
    this.onClose = onClose;
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /**
   * Starts a service that starts workers for each client, and ends them with it.
   *
   * @param options how it is found
   * @param workers describes the workers, as it does for a pool: how many for each client, backend,
   *     class path, arguments of their JVMs. What it says of tasks is up to the clients
   * @return to be closed by the caller
   * @throws MpiException if the backend cannot be used, or the service cannot listen or be found
   *     there
   */
  public static PoolService start(ServiceOptions options, MpiPoolExecutorBuilder workers) {
    BackendChoice choice = PoolFactory.chooseBackend(workers.backend, workers.settings);
    PoolFactory.log("service " + options.name(), choice);
    SpawnOptions spawn = PoolFactory.spawnOptions(choice, workers);
    CommHost host = CommHost.acquire(choice.provider(), PoolFactory.threadLevel(workers));
    try {
      CommLoop loop = host.loop().join();
      return start(
          options,
          workers,
          most -> spawn(loop, spawn, most, choice.provider().name()),
          host::release);
    } catch (CompletionException e) {
      host.release();
      throw e.getCause() instanceof MpiException mpi ? mpi : e;
    } catch (Throwable e) {
      host.release();
      throw e;
    }
  }

  private static CompletableFuture<Workforce> spawn(
      CommLoop loop, SpawnOptions options, int most, String backend) {
    int count = most == 0 ? Integer.MAX_VALUE : most;
    return on(loop, () -> workforce(loop, options.spawn(loop.runtime(), count), backend));
  }

  private static Workforce workforce(
      CommLoop loop, WorkerGroup.Connection connection, String backend) {
    byte[] secret = connection.secret();
    Replacements.Starter starter = Objects.requireNonNull(connection.starter());
    Workforce.Replacer replacer =
        (lost, firstRank, poolSize) ->
            on(
                loop,
                () -> {
                  InterCommunicator more = starter.start(lost, firstRank, poolSize);
                  return workforce(
                      loop, new WorkerGroup.Connection(more, secret, starter), backend);
                });
    return new Workforce(loop, connection.communicator(), secret, backend, replacer, () -> {});
  }

  private static CompletableFuture<Workforce> on(CommLoop loop, Supplier<Workforce> start) {
    CompletableFuture<Workforce> started = new CompletableFuture<>();
    boolean willRun =
        loop.execute(
            () -> {
              try {
                started.complete(start.get());
              } catch (Throwable e) {
                started.completeExceptionally(e);
              }
            });
    if (!willRun) {
      started.completeExceptionally(new MpiException("RP-710", "the service ends"));
    }
    return started;
  }

  /**
   * Starts a service whose workers are the ranks of a communicator but for its rank 0, for clusters
   * where MPI cannot spawn: each client gets all of them. Collective; the workers come back at the
   * service's end.
   *
   * @param options how it is found, at rank 0; it serves one client at a time
   * @param communicator of two ranks or more, not used by the program meanwhile
   * @return the service at rank 0, to be closed by the caller; empty elsewhere, after its end
   * @throws IllegalArgumentException if the communicator has one rank, or more than one client is
   *     to be served at a time
   * @throws MpiException at rank 0 if the service cannot listen or be found there; the others come
   *     back
   */
  public static Optional<PoolService> start(ServiceOptions options, MpiCommunicator communicator) {
    if (communicator.size() == 1 || options.clients() > 1) {
      throw new IllegalArgumentException(
          "RP-108: a service of ranks that run already has at least one beside rank 0, and serves"
              + " one client at a time, as each gets all of them; there are "
              + communicator.size()
              + " ranks, and "
              + options.clients()
              + " clients were asked for");
    }
    if (communicator.rank() > 0) {
      work(communicator);
      return Optional.empty();
    }
    MpiPoolExecutorBuilder settings = MpiPoolExecutor.builder();
    Runnable letGo = () -> communicator.broadcast(false, 0);
    try {
      return Optional.of(
          start(
              options,
              settings,
              most -> {
                communicator.broadcast(true, 0);
                return CompletableFuture.completedFuture(
                    RankDivision.divide(communicator, 0).workforce());
              },
              letGo));
    } catch (Throwable e) {
      letGo.run();
      throw e;
    }
  }

  /** A rank that is a worker of every client. */
  private static void work(MpiCommunicator communicator) {
    while (communicator.broadcast(false, 0)) {
      try {
        RankDivision.divide(communicator, 0).serve();
      } catch (IllegalStateException e) {
        LOG.warn("RP-716: a client has gone before its end; this worker waits for the next", e);
      }
    }
  }

  private static PoolService start(
      ServiceOptions options,
      MpiPoolExecutorBuilder builder,
      Workforce.Source source,
      Runnable onClose) {
    Settings settings = builder.settings;
    long backoffNanos = PoolFactory.timing(builder).backoffNanos();
    Path path = settings.get(Setting.SERVICE_DIR).resolve(options.name());
    requireFree(options.name(), path);
    ServerSocket socket = listen(options);
    try {
      ServiceKey key = ServiceKey.random();
      ServiceFile file =
          new ServiceFile(
              options.name(),
              options.host(),
              socket.getLocalPort(),
              ServiceAddress.thisMachine(),
              ProcessHandle.current().pid(),
              key);
      file.write(path);
      Gateway gateway = new Gateway(socket, key, source, options.clients(), backoffNanos);
      return new PoolService(file, path, gateway, onClose);
    } catch (IOException e) {
      close(socket);
      throw new MpiException(
          "RP-718",
          "the service's file "
              + path
              + " cannot be written, so that no client could find it: "
              + e
              + ". Name another folder by RANKPOOL_SERVICE_DIR, for the clients as well.",
          e);
    }
  }

  private static void requireFree(String name, Path path) {
    try {
      ServiceFile other = ServiceFile.read(path);
      if (!other.isLeftBehind(ServiceAddress.thisMachine())) {
        throw new MpiException(
            "RP-717",
            "there is a service "
                + other
                + " already. Start this one by another name (--name), or end that; if it is gone,"
                + " remove "
                + path);
      }
      LOG.info("the file of service {} was left behind, and is replaced", other);
    } catch (NoSuchFileException e) {
      LOG.trace("nobody has the name {}", name);
    } catch (IOException e) {
      throw ServiceFile.unusable(path, name, e);
    }
  }

  private static ServerSocket listen(ServiceOptions options) {
    InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
    ServerSocket socket = null;
    try {
      socket = new ServerSocket();
      socket.bind(address);
      return socket;
    } catch (IOException e) {
      close(socket);
      throw new MpiException(
          "RP-719",
          "the service cannot listen at "
              + options.host()
              + ":"
              + options.port()
              + ": "
              + e.getMessage()
              + ". Give an address of this machine, and a port that nobody has, or 0 for any.",
          e);
    }
  }

  private static void close(@Nullable ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      LOG.debug("closing the service's socket failed", e);
    }
  }

  /**
   * The name that clients find this service by.
   *
   * @return as it was given
   */
  public String name() {
    return file.name();
  }

  /**
   * Where this service listens.
   *
   * @return host and port, for clients that do not see its file
   */
  public String address() {
    String host = file.host().contains(":") ? "[" + file.host() + "]" : file.host();
    return host + ":" + file.port();
  }

  /**
   * What clients need to get here.
   *
   * @return the service's file, which holds its key
   */
  public Path file() {
    return path;
  }

  /**
   * Waits until the service is closed.
   *
   * @throws InterruptedException if the calling thread is interrupted
   */
  public void await() throws InterruptedException {
    closed.await();
  }

  /**
   * Ends the service: no client gets in any more, and those that are served lose their workers.
   * Waits until the workers have been dismissed. Idempotent.
   */
  @Override
  public void close() {
    synchronized (closed) {
      if (closed.getCount() == 0) {
        return;
      }
      removeFile();
      try {
        Runtime.getRuntime().removeShutdownHook(atExit);
      } catch (IllegalStateException e) {
        LOG.trace("the JVM ends already", e);
      }
      try {
        gateway.close();
        onClose.run();
      } finally {
        closed.countDown();
      }
    }
  }

  private void removeFile() {
    try {
      ServiceFile found = ServiceFile.read(path);
      if (found.machine().equals(file.machine()) && found.pid() == file.pid()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.debug("the service's file {} could not be removed", path, e);
    }
  }
}
