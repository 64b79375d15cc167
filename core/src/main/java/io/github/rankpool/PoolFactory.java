package io.github.rankpool;

import io.github.rankpool.config.JvmFlags;
import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.discovery.BackendChoice;
import io.github.rankpool.internal.discovery.Backends;
import io.github.rankpool.internal.dispatch.Pool;
import io.github.rankpool.internal.dispatch.PoolSpec;
import io.github.rankpool.internal.dispatch.Timing;
import io.github.rankpool.internal.dispatch.WorkerGroup;
import io.github.rankpool.internal.service.ServiceRuntime;
import io.github.rankpool.internal.wire.Codec;
import io.github.rankpool.internal.wire.CodecException;
import io.github.rankpool.internal.wire.JavaCodec;
import io.github.rankpool.internal.wire.Payload;
import io.github.rankpool.internal.wire.Pulse;
import io.github.rankpool.internal.wire.SerialFilter;
import io.github.rankpool.internal.wire.TaskIds;
import io.github.rankpool.internal.worker.SessionSetup;
import io.github.rankpool.internal.worker.StartUp;
import io.github.rankpool.spi.ThreadLevel;
import java.io.File;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes pools of what was set in a builder. */
final class PoolFactory {
  private static final Logger LOG = LoggerFactory.getLogger(MpiPoolExecutor.class);
  private static final AtomicInteger POOLS = new AtomicInteger();

  private final MpiPoolExecutorBuilder builder;
  private final int number = POOLS.incrementAndGet();
  private final ClassLoader loader = contextLoader();

  private PoolFactory(MpiPoolExecutorBuilder builder) {
    if (StartUp.isUnderWay()) {
      throw new IllegalStateException(
          "RP-208: a pool was made while a worker was loading the classes of a task, or running an"
              + " initializer. Every worker would make one, and its workers again. Make pools in"
              + " main or in tasks, not in static initializers.");
    }
    this.builder = builder;
    builder.settings.warnOfUnknownNames();
  }

  /** A pool with workers of its own or, in a program that shares workers, of those. */
  static MpiPoolExecutor build(MpiPoolExecutorBuilder builder) {
    if (builder.service != null && builder.backend != null) {
      throw new IllegalArgumentException(
          "RP-109: a pool cannot have both the service '"
              + builder.service
              + "' and the backend '"
              + builder.backend
              + "': the service has chosen its own. Leave out one of them.");
    }
    SharedPool shared = SharedPool.current();
    if (shared == null || builder.service != null) {
      return buildOwn(builder);
    }
    // What is set outside the program has decided which workers are shared.
    return builder.backend == null || builder.backend.equals(shared.backend())
        ? over(builder, shared.backend(), shared::workers)
        : buildOwn(builder);
  }

  /** A pool with workers that no other pool has: started for it, or of a service. */
  static MpiPoolExecutor buildOwn(MpiPoolExecutorBuilder builder) {
    Optional<ServiceWorkers> service =
        builder.backend == null ? ServiceWorkers.named(builder) : Optional.empty();
    return service.map(found -> ofService(builder, found)).orElseGet(() -> started(builder));
  }

  private static MpiPoolExecutor ofService(MpiPoolExecutorBuilder builder, ServiceWorkers service) {
    PoolFactory factory = new PoolFactory(builder);
    LOG.info("{}: workers of {}", factory.name(), service);
    WorkerGroup workers = service.group(factory.name());
    // The service was not started for this program: it does not know its classes.
    List<Path> classPath =
        Stream.concat(ownClassPath().stream(), builder.classPath.stream()).toList();
    return factory.over(ServiceRuntime.NAME, () -> workers, classPath);
  }

  /** Where this program's classes are. */
  static List<Path> ownClassPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .toList();
  }

  private static MpiPoolExecutor started(MpiPoolExecutorBuilder builder) {
    PoolFactory factory = new PoolFactory(builder);
    BackendChoice choice = chooseBackend(builder.backend, builder.settings);
    log(factory.name(), choice);
    WorkerGroup workers = spawning(choice, builder, false);
    return factory.over(choice.provider().name(), () -> workers, builder.classPath);
  }

  /** Threads of this JVM as workers. */
  static WorkerGroup threads(MpiPoolExecutorBuilder builder, boolean shared) {
    return spawning(chooseBackend(Backends.THREADS, builder.settings), builder, shared);
  }

  /**
   * A pool with given workers.
   *
   * @param builder what else was set
   * @param backend that the workers are of
   * @param workers gives them when the pool starts
   */
  static MpiPoolExecutor over(
      MpiPoolExecutorBuilder builder, String backend, Supplier<WorkerGroup> workers) {
    return new PoolFactory(builder).over(backend, workers, builder.classPath);
  }

  private MpiPoolExecutor over(
      String backend, Supplier<WorkerGroup> workers, List<Path> classPath) {
    boolean zeroCopy =
        builder.zeroCopy != null ? builder.zeroCopy : builder.settings.isOn(Setting.ZERO_COPY);
    Settings.Value<String> given =
        builder.serialFilter != null
            ? builder.serialFilter
            : builder.settings.find(Setting.SERIAL_FILTER).orElse(null);
    PoolSpec spec =
        new PoolSpec(name(), TaskIds.setup(number), setup(zeroCopy, given, classPath), workers);
    Codec codec = JavaCodec.forTasks(zeroCopy).with(builder.codec).filteredBy(filter(given));
    Backlog backlog = builder.queueCapacity == null ? null : new Backlog(builder.queueCapacity);
    TaskSender sender = new TaskSender(new Pool(spec), codec, loader, backlog, builder.taskOptions);
    return PoolListeners.tell(new MpiPoolExecutor(backend, sender));
  }

  private String name() {
    return "rankpool-" + number;
  }

  static void log(String what, BackendChoice choice) {
    LOG.info(
        "{}: backend {} ({}): {}",
        what,
        choice.provider().name(),
        choice.reason(),
        choice.availability().detail());
  }

  private static WorkerGroup spawning(
      BackendChoice choice, MpiPoolExecutorBuilder builder, boolean shared) {
    SpawnOptions options = spawnOptions(choice, builder);
    ThreadLevel level = threadLevel(builder);
    return new WorkerGroup(
        () -> CommHost.acquire(choice.provider(), level),
        options::spawn,
        timing(builder),
        builder.settings.get(Setting.REPLACE_LOST_WORKERS, builder.replacements),
        shared);
  }

  /** The level of thread support to ask MPI for. */
  static ThreadLevel threadLevel(MpiPoolExecutorBuilder builder) {
    return builder.threadLevel != null
        ? builder.threadLevel
        : ThreadLevel.valueOf(builder.settings.get(Setting.THREAD_LEVEL));
  }

  /** How the workers are started that a builder describes. */
  static SpawnOptions spawnOptions(BackendChoice choice, MpiPoolExecutorBuilder builder) {
    Settings settings = builder.settings;
    boolean processes = !choice.provider().name().equals(Backends.THREADS);
    if (processes && builder.classPath.isEmpty()) {
      OwnClassPath.requireRankpool(ClassLoader.getSystemClassLoader());
    }
    // Found out beside the start of MPI, which takes longer.
    CompletableFuture<List<String>> flags =
        processes && builder.inheritJvmFlags
            ? CompletableFuture.supplyAsync(JvmFlags::ofThisProcess)
            : CompletableFuture.completedFuture(List.of());
    Optional<Path> javaExecutable = settings.find(Setting.JAVA_EXECUTABLE, builder.javaExecutable);
    boolean archived =
        processes && javaExecutable.isEmpty() && settings.isOn(Setting.CLASS_SHARING);
    CompletableFuture<Optional<ClassArchive>> archive =
        archived
            ? CompletableFuture.supplyAsync(ClassArchive::forWorkers)
            : CompletableFuture.completedFuture(Optional.empty());
    return new SpawnOptions(
        settings.find(Setting.MAX_WORKERS, builder.maxWorkers),
        flags,
        archive,
        settings.get(Setting.JVM_ARGS, builder.jvmArgs),
        builder.systemProperties,
        builder.classPath,
        builder.env,
        settings.get(Setting.MPI_INFO, builder.mpiInfo),
        javaExecutable,
        settings.find(Setting.WORK_DIR, builder.workDir),
        contextLoader());
  }

  static Timing timing(MpiPoolExecutorBuilder builder) {
    Duration backoff = builder.settings.get(Setting.BACKOFF, builder.backoff);
    return new Timing(backoff.toNanos(), pulse(builder));
  }

  private static Pulse pulse(MpiPoolExecutorBuilder builder) {
    Duration interval = builder.settings.get(Setting.HEARTBEAT, builder.heartbeat);
    if (interval.isZero()) {
      return Pulse.NONE;
    }
    Duration limit = builder.settings.get(Setting.HEARTBEAT_LIMIT, builder.heartbeatLimit);
    if (builder.heartbeat == null) {
      builder.settings.requireHeartbeats();
    }
    return new Pulse(interval.toNanos(), limit.toNanos());
  }

  /**
   * Chooses a backend.
   *
   * @param named by the program; null if it leaves the choice to the settings and to what there is
   */
  static BackendChoice chooseBackend(@Nullable String named, Settings settings) {
    Backends backends = Backends.onClassPath(contextLoader());
    if (named != null) {
      return backends.choose(named, "named by the program");
    }
    return settings
        .find(Setting.BACKEND)
        .map(other -> backends.choose(other.value(), other.origin()))
        .orElseGet(() -> backends.choose(null, ""));
  }

  /** The filter that was set outside of the program; null if none was. */
  static @Nullable SerialFilter filter(Settings settings) {
    return filter(settings.find(Setting.SERIAL_FILTER).orElse(null));
  }

  private static @Nullable SerialFilter filter(Settings.@Nullable Value<String> given) {
    return given == null ? null : SerialFilter.of(given.value(), given.origin());
  }

  private @Nullable Payload setup(
      boolean zeroCopy, Settings.@Nullable Value<String> filter, List<Path> classPath) {
    if (!zeroCopy
        && filter == null
        && builder.codec == null
        && builder.initializer == null
        && builder.globals.isEmpty()
        && classPath.isEmpty()
        && builder.main) {
      return null;
    }
    try {
      SessionSetup.Content content =
          new SessionSetup.Content(
              builder.initializer != null ? builder.initializer : new TaskBodies.Nothing(),
              builder.globals,
              builder.codec);
      SessionSetup setup =
          new SessionSetup(
              zeroCopy,
              classPath.stream().map(PoolFactory::url).toList(),
              builder.main ? "" : MainClass.name(),
              filter == null ? null : new SessionSetup.Filter(filter.value(), filter.origin()),
              JavaCodec.selfContained().encode(content).toByteArray());
      return JavaCodec.selfContained().encode(setup);
    } catch (CodecException e) {
      throw new TaskSerializationException(
          "RP-406: the initializer or a global cannot be sent to workers: " + e.getMessage(), e);
    }
  }

  private static String url(Path path) {
    try {
      return path.toUri().toURL().toString();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("RP-104: no class path entry: " + path, e);
    }
  }

  static ClassLoader contextLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context != null ? context : ClassLoader.getSystemClassLoader();
  }
}
