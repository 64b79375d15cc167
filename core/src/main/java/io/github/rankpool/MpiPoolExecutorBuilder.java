package io.github.rankpool;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.wire.SerialFilter;
import io.github.rankpool.internal.worker.TaskBody;
import io.github.rankpool.spi.ThreadLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a pool. What is not set here comes from system properties, then from the environment,
 * then from a file, then from the defaults; {@link Setting} has those that can be set in that way.
 * Not thread-safe.
 *
 * <p>Some settings say how worker processes are started: {@link #javaExecutable}, {@link #jvmArgs},
 * {@link #systemProperties}, {@link #workDir}, {@link #env}, {@link #mpiInfo}. They have no effect
 * where workers are threads of this JVM, or were started before: in a shared pool and with {@code
 * MpiCommExecutor}.
 */
public final class MpiPoolExecutorBuilder {
  final Settings settings;
  @Nullable Integer maxWorkers;
  @Nullable String backend;
  @Nullable String service;
  @Nullable ThreadLevel threadLevel;
  @Nullable Duration backoff;
  @Nullable Duration heartbeat;
  @Nullable Duration heartbeatLimit;
  @Nullable Boolean zeroCopy;
  @Nullable CodecOfUser codec;
  Settings.@Nullable Value<String> serialFilter;
  @Nullable Path javaExecutable;
  boolean inheritJvmFlags = true;
  boolean main = true;
  @Nullable List<String> jvmArgs;
  List<Path> classPath = List.of();
  @Nullable Path workDir;
  Map<String, String> env = Map.of();
  Map<String, String> systemProperties = Map.of();
  @Nullable Map<String, String> mpiInfo;
  HashMap<String, Object> globals = new HashMap<>();
  @Nullable TaskBody initializer;
  @Nullable Integer queueCapacity;
  TaskOptions taskOptions = TaskOptions.defaults();
  @Nullable Integer replacements;

  MpiPoolExecutorBuilder() {
    this(Settings.ofProcess());
  }

  MpiPoolExecutorBuilder(Settings settings) {
    this.settings = settings;
  }

  /**
   * Sets the number of workers. Otherwise it is that of {@code RANKPOOL_MAX_WORKERS}; else as many
   * as MPI's universe has room for beside this program (with threads and MPJ Express: one less than
   * there are processors here; with Open MPI: as {@code mpiexec} was told), at least one. A shared
   * pool has the workers it has.
   *
   * @param workers at least 1
   * @return this
   * @throws IllegalArgumentException if less than 1
   */
  public MpiPoolExecutorBuilder maxWorkers(int workers) {
    this.maxWorkers = Setting.MAX_WORKERS.parse(Integer.toString(workers), "given to maxWorkers");
    return this;
  }

  /**
   * Sets what every worker runs before the first task. If it throws on any of them, the pool is
   * broken: tasks fail with {@link BrokenPoolException}, whose cause is what it threw.
   *
   * @param task copied to every worker; may make no pools
   * @return this
   */
  public MpiPoolExecutorBuilder initializer(SerializableRunnable task) {
    this.initializer = new TaskBodies.Run(Objects.requireNonNull(task, "task"));
    return this;
  }

  /**
   * Sets what every worker runs before the first task, as {@link
   * #initializer(SerializableRunnable)}, and an argument for it.
   *
   * @param task copied to every worker; may make no pools
   * @param argument copied to every worker
   * @param <A> type of the argument
   * @return this
   */
  public <A extends @Nullable Object> MpiPoolExecutorBuilder initializer(
      SerializableConsumer<A> task, A argument) {
    this.initializer = new TaskBodies.Accept<>(Objects.requireNonNull(task, "task"), argument);
    return this;
  }

  /**
   * Sets values that tasks read with {@link Workers#global}. They travel to every worker once.
   *
   * @param values serializable; looked at when the pool is built
   * @return this
   */
  public MpiPoolExecutorBuilder globals(Map<String, ? extends @Nullable Object> values) {
    this.globals = new HashMap<>(values);
    return this;
  }

  /**
   * Sets whether workers may load the program's main class. Set it to false if loading that class
   * does what workers must not do; tasks must then be of other classes.
   *
   * @param load default true
   * @return this
   */
  public MpiPoolExecutorBuilder main(boolean load) {
    this.main = load;
    return this;
  }

  /**
   * Sets the backend. Otherwise it is that of {@code RANKPOOL_BACKEND}; else the best one there is.
   *
   * @param name {@code openmpi}, {@code mpj}, {@code threads} or another one's
   * @return this
   */
  public MpiPoolExecutorBuilder backend(String name) {
    this.backend = Objects.requireNonNull(name, "name");
    return this;
  }

  /**
   * Has the pool use workers that {@link PoolService} or {@code rankpool serve} has, elsewhere. How
   * they are started is up to the service: of what is set here about worker processes, the number
   * of workers is the most that this pool gets, and all else has no effect. Their class path is
   * extended by this program's, so its files must be there on the service's machines. Otherwise it
   * is that of {@code RANKPOOL_SERVICE}; else the pool has workers of its own.
   *
   * @param where the name that the service was started with, or {@code host:port}
   * @return this
   */
  public MpiPoolExecutorBuilder service(String where) {
    this.service = Objects.requireNonNull(where, "where");
    return this;
  }

  /**
   * Sets the level of thread support to ask MPI for (MPI-4.0 §11.6.2). Otherwise it is that of
   * {@code RANKPOOL_THREAD_LEVEL}; else {@link ThreadLevel#MULTIPLE}. MPI is started by the first
   * pool of the process, whose level counts. Below MULTIPLE only one thread at a time calls MPI.
   *
   * @param level to ask for; MPI may give another one
   * @return this
   */
  public MpiPoolExecutorBuilder threadLevel(ThreadLevel level) {
    this.threadLevel = Objects.requireNonNull(level, "level");
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
   * Sets how this program and its workers show each other that they are alive. Whoever was sent
   * nothing for the interval is sent a heartbeat; a worker of which nothing comes for longer than
   * the limit is lost, as is the master for its workers after four times as long. Heartbeats go on
   * while tasks run, however long these take. The limit should be longer than any pause of a JVM
   * for garbage collection. The end of a worker's process on this machine, or of its connection, is
   * noticed much sooner.
   *
   * <p>Otherwise they are those of {@code RANKPOOL_HEARTBEAT} and {@code RANKPOOL_HEARTBEAT_LIMIT};
   * else 3 and 30 seconds.
   *
   * @param interval zero for no heartbeats
   * @param limit at least three intervals
   * @return this
   * @throws IllegalArgumentException if the interval is negative, or the limit too short for it
   */
  public MpiPoolExecutorBuilder heartbeat(Duration interval, Duration limit) {
    if (interval.isNegative()) {
      throw new IllegalArgumentException(
          "RP-105: the interval of heartbeats must not be negative: " + interval);
    }
    Settings.requireHeartbeats(Settings.inProgram(interval), Settings.inProgram(limit));
    this.heartbeat = interval;
    this.heartbeatLimit = limit;
    return this;
  }

  /**
   * Sets whether large primitive arrays stay the caller's own and travel straight from and into
   * their memory, instead of being copied when a task is submitted. Such arrays must not be changed
   * between submitting a task and its end. Otherwise it is that of {@code RANKPOOL_ZERO_COPY}; else
   * false.
   *
   * @param on true to switch it on
   * @return this
   */
  public MpiPoolExecutorBuilder zeroCopy(boolean on) {
    this.zeroCopy = on;
    return this;
  }

  /**
   * Bounds the number of tasks that were handed in and have not ended, and so the memory that their
   * arguments take: whoever submits more, by {@code submit}, {@code execute} or {@code map}, waits
   * until one has ended. A parallel task counts as one.
   *
   * @param tasks at least 1; without this there is no bound
   * @return this
   * @throws IllegalArgumentException if less than 1
   */
  public MpiPoolExecutorBuilder queueCapacity(int tasks) {
    if (tasks < 1) {
      throw new IllegalArgumentException(
          "RP-232: queueCapacity must be at least 1, but is "
              + tasks
              + ". Leave it out for no bound");
    }
    this.queueCapacity = tasks;
    return this;
  }

  /**
   * Lets tasks whose worker is lost go to another one: {@link TaskOptions#retries} for all tasks
   * that are not given another number.
   *
   * @param times how many workers a task may lose, 0 or more; without this 0
   * @return this
   * @throws IllegalArgumentException if negative
   */
  public MpiPoolExecutorBuilder retries(int times) {
    this.taskOptions = taskOptions.retries(times);
    return this;
  }

  /**
   * Limits how long tasks may run: {@link TaskOptions#timeout} for all tasks that are not given
   * another limit.
   *
   * @param limit more than zero; without this there is none
   * @return this
   * @throws IllegalArgumentException if zero or less
   */
  public MpiPoolExecutorBuilder timeout(Duration limit) {
    this.taskOptions = taskOptions.timeout(limit);
    return this;
  }

  /**
   * Sets what the pool does for tasks that get into trouble, where {@link MpiPoolExecutor#with}
   * does not say otherwise.
   *
   * @param options those set in them replace what was set before
   * @return this
   */
  public MpiPoolExecutorBuilder taskOptions(TaskOptions options) {
    this.taskOptions = options.orElse(taskOptions);
    return this;
  }

  /**
   * Has workers that are lost replaced by new ones. A new worker runs the initializer and takes
   * tasks as the others do, under a rank that no other had, but not as a rank of a parallel task,
   * as it is in an MPI world of its own. While MPI starts it, results wait. Tasks that a lost
   * worker had are not run again by that: see {@link #retries}. Only workers that were started for
   * the pool, by itself or by a service, can be replaced. Otherwise it is the number of {@code
   * RANKPOOL_REPLACE_LOST_WORKERS}; else 0.
   *
   * @param times how many workers may be replaced, 0 or more
   * @return this
   * @throws IllegalArgumentException if negative
   */
  public MpiPoolExecutorBuilder replaceLostWorkers(int times) {
    if (times < 0) {
      throw new IllegalArgumentException(
          "RP-257: replaceLostWorkers must be 0 or more, but is "
              + times
              + ". Leave it out for none");
    }
    this.replacements = times;
    return this;
  }

  /**
   * Sets what encodes arguments, results and what lambdas have captured. Otherwise Rankpool does.
   *
   * @param type public, with a public constructor without parameters; on the workers' class path
   * @return this
   * @throws IllegalArgumentException if no instance can be made
   */
  public MpiPoolExecutorBuilder codec(Class<? extends TaskCodec> type) {
    this.codec = new CodecOfUser(Objects.requireNonNull(type, "type"));
    return this;
  }

  /**
   * Sets which classes and sizes arguments, results, exceptions, what lambdas have captured,
   * globals, the initializer, and objects sent by a task's {@link MpiCommunicator} may consist of.
   * It is asked wherever the pool deserializes, here and on the workers. A task of which it rejects
   * something fails with a {@link TaskSerializationException}; the pool goes on. An exception of
   * which it rejects something comes as a {@link RemoteTaskException}. What a {@link TaskCodec}
   * reads is that codec's own business.
   *
   * <p>Strings, boxed values, arrays of primitives and of {@code Object}, {@code ArrayList}, {@code
   * HashMap}, {@code List.of}, tuples and Rankpool's own classes need no entry; of lambdas the
   * class in which they are written does. Limits hold for them all.
   *
   * <p>Otherwise it is the filter of {@code RANKPOOL_SERIAL_FILTER}; else that of the JVM which
   * reads, if it has one.
   *
   * @param pattern as of the JDK's {@code jdk.serialFilter}, such as {@code
   *     com.example.**;maxdepth=50;!*}
   * @return this
   * @throws IllegalArgumentException if it is no such pattern, or empty
   */
  public MpiPoolExecutorBuilder serialFilter(String pattern) {
    String origin = "given to serialFilter";
    SerialFilter.of(Objects.requireNonNull(pattern, "pattern"), origin);
    this.serialFilter = new Settings.Value<>(pattern, origin);
    return this;
  }

  /**
   * Sets the {@code java} that worker processes run. Otherwise it is that of {@code
   * RANKPOOL_JAVA_EXECUTABLE}; else this program's own.
   *
   * @param path an executable on the workers' machines
   * @return this
   */
  public MpiPoolExecutorBuilder javaExecutable(Path path) {
    this.javaExecutable = Objects.requireNonNull(path, "path");
    return this;
  }

  /**
   * Sets arguments of the workers' JVMs, such as {@code -Xmx4g}. They come after the flags passed
   * on from this JVM, and so override them. Otherwise they are those of {@code RANKPOOL_JVM_ARGS}.
   *
   * @param arguments as on a command line; visible to other users of the machine
   * @return this
   */
  public MpiPoolExecutorBuilder jvmArgs(List<String> arguments) {
    this.jvmArgs = List.copyOf(arguments);
    return this;
  }

  /**
   * Sets whether the flags of this program's own JVM ({@code -D}, {@code -X}, {@code -ea}, {@code
   * --add-opens} and their like) are passed on to the workers' JVMs. Those that name ports or files
   * of this process, as debuggers' do, never are.
   *
   * @param on default true
   * @return this
   */
  public MpiPoolExecutorBuilder inheritJvmFlags(boolean on) {
    this.inheritJvmFlags = on;
    return this;
  }

  /**
   * Sets more places where workers find classes, behind this program's own class path, which they
   * have anyway.
   *
   * @param entries jars and folders, relative to this program's working directory
   * @return this
   */
  public MpiPoolExecutorBuilder classPath(List<Path> entries) {
    this.classPath = List.copyOf(entries);
    return this;
  }

  /**
   * Sets the working directory of worker processes. Otherwise it is that of {@code
   * RANKPOOL_WORK_DIR}; else the MPI implementation's choice.
   *
   * @param directory on the workers' machines
   * @return this
   */
  public MpiPoolExecutorBuilder workDir(Path directory) {
    this.workDir = Objects.requireNonNull(directory, "directory");
    return this;
  }

  /**
   * Sets environment variables of worker processes, beside those that MPI gives them.
   *
   * @param variables visible to other users of the machine
   * @return this
   */
  public MpiPoolExecutorBuilder env(Map<String, String> variables) {
    this.env = Map.copyOf(variables);
    return this;
  }

  /**
   * Sets system properties of worker processes, beside those passed on from this JVM's command
   * line.
   *
   * @param properties visible to other users of the machine
   * @return this
   */
  public MpiPoolExecutorBuilder systemProperties(Map<String, String> properties) {
    this.systemProperties = Map.copyOf(properties);
    return this;
  }

  /**
   * Sets hints for MPI on where and how to start the workers (MPI-4.0 §11.8.4), such as {@code
   * host} or {@code hostfile}. Otherwise they are those of {@code RANKPOOL_MPI_INFO}.
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
   * @throws TaskSerializationException if the initializer or a global cannot be sent to workers
   * @throws IllegalStateException if called while a worker loads classes or runs an initializer
   * @throws io.github.rankpool.spi.MpiException if the backend that was named cannot be used, or
   *     there is no such service
   */
  public MpiPoolExecutor build() {
    return PoolFactory.build(this);
  }
}
