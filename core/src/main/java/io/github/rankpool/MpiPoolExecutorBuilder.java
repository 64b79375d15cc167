package io.github.rankpool;

import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.discovery.BackendChoice;
import io.github.rankpool.internal.discovery.Backends;
import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.dispatch.PoolSpec;
import io.github.rankpool.internal.worker.WorkerProgram;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.spi.ThreadLevel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of a pool. What is not set here comes from system properties, then from the environment,
 * then from the defaults. Not thread-safe.
 */
public final class MpiPoolExecutorBuilder {
  private static final Logger LOG = LoggerFactory.getLogger(MpiPoolExecutor.class);
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final Settings settings = Settings.ofProcess();
  private @Nullable Integer maxWorkers;
  private @Nullable String backend;
  private @Nullable Duration backoff;
  private @Nullable Boolean zeroCopy;
  private List<String> jvmArgs = List.of();
  private Map<String, String> mpiInfo = Map.of();

  MpiPoolExecutorBuilder() {}

  /**
   * Sets the number of workers. Otherwise it is that of {@code RANKPOOL_MAX_WORKERS}; else as many
   * as MPI's universe has room for beside this program (for threads: as there are processors); else
   * one.
   *
   * @param workers at least 1
   * @return this
   * @throws IllegalArgumentException if less than 1
   */
  public MpiPoolExecutorBuilder maxWorkers(int workers) {
    this.maxWorkers = Settings.requireWorkers(workers, "given to maxWorkers");
    return this;
  }

  /**
   * Sets the backend. Otherwise it is that of {@code RANKPOOL_BACKEND}; else the best one there is.
   *
   * @param name such as {@code openmpi} or {@code threads}
   * @return this
   */
  public MpiPoolExecutorBuilder backend(String name) {
    this.backend = name;
    return this;
  }

  /**
   * Sets the longest sleep between two looks for messages, on backends that cannot wait for them.
   * Shorter reacts faster and costs more processor time. Otherwise it is that of {@code
   * RANKPOOL_BACKOFF}; else one millisecond.
   *
   * @param limit zero (never sleep) or more
   * @return this
   * @throws IllegalArgumentException if negative
   */
  public MpiPoolExecutorBuilder backoff(Duration limit) {
    if (limit.isNegative()) {
      throw new IllegalArgumentException("RP-101: backoff must not be negative: " + limit);
    }
    this.backoff = limit;
    return this;
  }

  /**
   * Sets whether large primitive arrays travel beside the serialized stream, straight from and into
   * their memory. Such arrays must not be changed between submitting a task and its end. Otherwise
   * it is that of {@code RANKPOOL_ZERO_COPY}; else false.
   *
   * @param on true to switch it on
   * @return this
   */
  public MpiPoolExecutorBuilder zeroCopy(boolean on) {
    this.zeroCopy = on;
    return this;
  }

  /**
   * Sets arguments of the workers' JVMs, such as {@code -Xmx4g}. Without effect where workers are
   * threads.
   *
   * @param arguments as on a command line; visible to other users of the machine
   * @return this
   */
  public MpiPoolExecutorBuilder jvmArgs(List<String> arguments) {
    this.jvmArgs = List.copyOf(arguments);
    return this;
  }

  /**
   * Sets hints for MPI on where and how to start the workers (MPI-4.0 §11.8.4), such as {@code
   * host} or {@code hostfile}. Without effect where workers are threads.
   *
   * @param info keys and values the MPI implementation knows
   * @return this
   */
  public MpiPoolExecutorBuilder mpiInfo(Map<String, String> info) {
    this.mpiInfo = Map.copyOf(info);
    return this;
  }

  /**
   * Makes the pool. Starts nothing yet.
   *
   * @return a new pool, to be closed by the caller
   * @throws IllegalArgumentException if a setting from outside is not valid
   * @throws io.github.rankpool.spi.MpiException if the backend that was named cannot be used
   */
  public MpiPoolExecutor build() {
    String name = "rankpool-" + POOLS.incrementAndGet();
    ClassLoader loader = contextLoader();
    BackendChoice choice = chooseBackend(loader);
    LOG.info(
        "{}: backend {} ({}): {}",
        name,
        choice.provider().name(),
        choice.reason(),
        choice.provider().availability().detail());
    Integer workers =
        maxWorkers != null
            ? maxWorkers
            : settings.maxWorkers().map(Settings.Value::value).orElse(null);
    boolean outOfBand = zeroCopy != null ? zeroCopy : settings.zeroCopy();
    Duration sleep = backoff != null ? backoff : settings.backoff();
    List<String> arguments = jvmArgs;
    Map<String, String> info = mpiInfo;
    PoolSpec spec =
        new PoolSpec(
            name,
            choice.provider(),
            ThreadLevel.MULTIPLE,
            sleep.toNanos(),
            outOfBand,
            (runtime, secret) ->
                SpawnRequest.of(workers != null ? workers : roomFor(runtime), WorkerProgram.class)
                    .credential(secret)
                    .jvmArguments(arguments)
                    .info(info)
                    .build());
    return new MpiPoolExecutor(new Pool(spec), choice.provider().name(), outOfBand, loader);
  }

  private BackendChoice chooseBackend(ClassLoader loader) {
    Backends backends = Backends.onClassPath(loader);
    if (backend != null) {
      return backends.choose(backend, "named by the program");
    }
    return settings
        .backend()
        .map(named -> backends.choose(named.value(), named.origin()))
        .orElseGet(() -> backends.choose(null, ""));
  }

  private static int roomFor(MpiRuntime runtime) {
    return Math.max(1, runtime.universeSize().orElse(1) - runtime.world().size());
  }

  private static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : ClassLoader.getSystemClassLoader();
  }
}
