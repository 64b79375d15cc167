package io.github.rankpool.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What can be set outside the program: one definition for each setting, from which reading, error
 * messages, {@code docs/settings.md} and the command {@code rankpool config} are made. Immutable.
 *
 * @param <T> type of its values
 */
public final class Setting<T> {
  /** Begins the complaint of a setting that is neither yes nor no. */
  static final String COUNTS_AS_NO = "RP-102: ";

  /** How many workers to start. */
  public static final Setting<Integer> MAX_WORKERS =
      new Setting<>(
              "max-workers",
              Form.wholeNumber(1, "16"),
              null,
              "as many as there is room for",
              "number of workers to start")
          .mpi4py("MPI4PY_FUTURES_MAX_WORKERS");

  /** Which backend to use. */
  public static final Setting<String> BACKEND =
      new Setting<>(
          "backend",
          Form.name("openmpi, mpj, threads, or the name of another one on the class path"),
          null,
          "the launcher's, or else the best there is",
          "backend to use");

  /** Longest sleep between two polls. */
  public static final Setting<Duration> BACKOFF =
      new Setting<>(
              "backoff",
              Form.duration("0.001, 250us, 1ms, or 0 to never sleep"),
              Duration.ofMillis(1),
              "1ms",
              "longest sleep between two looks for messages, where MPI cannot wait for them")
          .mpi4py("MPI4PY_FUTURES_BACKOFF");

  /** Whether large primitive arrays are not copied. */
  public static final Setting<Boolean> ZERO_COPY =
      new Setting<>(
              "zero-copy",
              Form.YES_OR_NO,
              false,
              "no",
              "whether large primitive arrays stay the caller's own and travel uncopied")
          .alias("use-pkl5")
          .mpi4py("MPI4PY_FUTURES_USE_PKL5");

  /** Interval of heartbeats. */
  public static final Setting<Duration> HEARTBEAT =
      new Setting<>(
          "heartbeat",
          Form.duration("3, 500ms, or 0 for none"),
          Duration.ofSeconds(3),
          "3s",
          "how long to send a peer nothing before it is sent a heartbeat");

  /** How long a worker may be silent. */
  public static final Setting<Duration> HEARTBEAT_LIMIT =
      new Setting<>(
          "heartbeat-limit",
          Form.duration("30 or 5000ms"),
          Duration.ofSeconds(30),
          "30s",
          "how long a worker may be silent; at least three times heartbeat");

  /** Which classes may be deserialized. */
  public static final Setting<String> SERIAL_FILTER =
      new Setting<>(
          "serial-filter",
          Form.serialFilter(),
          null,
          "that of jdk.serialFilter",
          "which classes may be deserialized, at workers and in the program");

  /** Level of thread support to ask MPI for, in capital letters. */
  public static final Setting<String> THREAD_LEVEL =
      new Setting<>(
          "thread-level",
          Form.oneOf(List.of("SINGLE", "FUNNELED", "SERIALIZED", "MULTIPLE")),
          "MULTIPLE",
          "MULTIPLE",
          "thread support to ask MPI for");

  /** How many lost workers are replaced. */
  public static final Setting<Integer> REPLACE_LOST_WORKERS =
      new Setting<>(
          "replace-lost-workers",
          Form.wholeNumber(0, "2"),
          0,
          "0",
          "how many lost workers are replaced by new ones");

  /** The {@code java} of worker processes. */
  public static final Setting<Path> JAVA_EXECUTABLE =
      new Setting<>(
          "java-executable",
          Form.path("a path on the workers' machines, or a name on their PATH"),
          null,
          "the program's own",
          "java of worker processes");

  /** Arguments of the JVMs of worker processes. */
  public static final Setting<List<String>> JVM_ARGS =
      new Setting<>(
          "jvm-args",
          Form.words("arguments separated by blanks, such as -Xmx4g -XX:+UseSerialGC"),
          List.of(),
          "none",
          "JVM arguments of worker processes, behind those passed on");

  /** The working directory of worker processes. */
  public static final Setting<Path> WORK_DIR =
      new Setting<>(
          "work-dir",
          Form.path("a path on the workers' machines"),
          null,
          "MPI's choice",
          "working directory of worker processes");

  /** Hints for the start of worker processes. */
  public static final Setting<Map<String, String>> MPI_INFO =
      new Setting<>(
          "mpi-info",
          Form.pairs("key=value, several separated by semicolons, such as host=node1:4,node2:4"),
          Map.of(),
          "none",
          "hints for MPI on where and how to start worker processes");

  /** Whether workers map their classes from an archive. */
  public static final Setting<Boolean> CLASS_SHARING =
      new Setting<>(
          "class-sharing",
          Form.YES_OR_NO,
          true,
          "yes",
          "whether the JVMs of worker processes map their classes from an archive");

  /** The service whose workers a pool uses. */
  public static final Setting<String> SERVICE =
      new Setting<>(
          "service",
          Form.name("the name of a service that rankpool serve has started, or HOST:PORT"),
          null,
          "none: a pool has workers of its own",
          "pool of workers, started elsewhere, to use");

  /** The file with the key of a service. */
  public static final Setting<Path> SERVICE_KEY =
      new Setting<>(
          "service-key",
          Form.path("a service's file, or a copy of it"),
          null,
          "the service's file in service-dir",
          "file with the key of the service");

  /** Where services leave their files. */
  public static final Setting<Path> SERVICE_DIR =
      new Setting<>(
          "service-dir",
          Form.path("a folder that service and clients see, and nobody else can write"),
          Path.of(System.getProperty("user.home"), ".rankpool", "services"),
          "~/.rankpool/services",
          "folder where services leave their files for clients");

  /** How long to wait for a place at a service. */
  public static final Setting<Duration> SERVICE_WAIT =
      new Setting<>(
          "service-wait",
          Form.duration("60, 500ms, or 0 to take no for an answer"),
          Duration.ofMinutes(1),
          "60s",
          "how long to wait for a service that serves others");

  private static final List<Setting<?>> ALL =
      List.of(
          MAX_WORKERS,
          BACKEND,
          BACKOFF,
          ZERO_COPY,
          HEARTBEAT,
          HEARTBEAT_LIMIT,
          SERIAL_FILTER,
          THREAD_LEVEL,
          REPLACE_LOST_WORKERS,
          JAVA_EXECUTABLE,
          JVM_ARGS,
          WORK_DIR,
          MPI_INFO,
          CLASS_SHARING,
          SERVICE,
          SERVICE_KEY,
          SERVICE_DIR,
          SERVICE_WAIT);

  static final String PROPERTY_PREFIX = "rankpool.";
  static final String VARIABLE_PREFIX = "RANKPOOL_";

  private final String key;
  private final Form<T> form;
  private final @Nullable T defaultValue;
  private final String defaultInWords;
  private final String meaning;
  private final List<String> aliases;
  private final Optional<String> mpi4pyVariable;

  private Setting(
      String key,
      Form<T> form,
      @Nullable T defaultValue,
      String defaultInWords,
      String meaning,
      List<String> aliases,
      Optional<String> mpi4pyVariable) {
    this.key = key;
    this.form = form;
    this.defaultValue = defaultValue;
    this.defaultInWords = defaultInWords;
    this.meaning = meaning;
    this.aliases = aliases;
    this.mpi4pyVariable = mpi4pyVariable;
  }

  private Setting(
      String key, Form<T> form, @Nullable T defaultValue, String defaultInWords, String meaning) {
    this(key, form, defaultValue, defaultInWords, meaning, List.of(), Optional.empty());
  }

  private Setting<T> alias(String other) {
    return new Setting<>(
        key, form, defaultValue, defaultInWords, meaning, List.of(other), mpi4pyVariable);
  }

  private Setting<T> mpi4py(String variable) {
    return new Setting<>(
        key, form, defaultValue, defaultInWords, meaning, aliases, Optional.of(variable));
  }

  /**
   * All settings there are.
   *
   * @return in the order of the documentation
   */
  public static List<Setting<?>> all() {
    return ALL;
  }

  /**
   * Looks for a setting.
   *
   * @param name its key or an alias
   * @return the setting
   * @throws IllegalArgumentException if there is none; the message names the one most like it
   */
  public static Setting<?> named(String name) {
    return ALL.stream()
        .filter(setting -> setting.keys().contains(name))
        .findFirst()
        .orElseThrow(
            () -> {
              List<String> keys = ALL.stream().map(Setting::key).toList();
              return new IllegalArgumentException(
                  UnknownNames.complaint("the setting '" + name + "'", name, keys));
            });
  }

  /**
   * The name of the setting, as it is written in a file.
   *
   * @return such as {@code max-workers}
   */
  public String key() {
    return key;
  }

  /**
   * Other names, which stand behind the key.
   *
   * @return as they are written in a file; most settings have none
   */
  public List<String> aliases() {
    return aliases;
  }

  /**
   * The system property.
   *
   * @return such as {@code rankpool.max-workers}
   */
  public String property() {
    return property(key);
  }

  /**
   * The environment variable.
   *
   * @return such as {@code RANKPOOL_MAX_WORKERS}
   */
  public String variable() {
    return variable(key);
  }

  /**
   * The environment variable that means the same to mpi4py.futures.
   *
   * @return its name, or empty if there is none
   */
  public Optional<String> mpi4pyVariable() {
    return mpi4pyVariable;
  }

  /**
   * The values that it takes.
   *
   * @return words that go on from "give"
   */
  public String accepted() {
    return form.accepted();
  }

  /**
   * What holds where it is not set.
   *
   * @return a value, or words that describe it
   */
  public String defaultInWords() {
    return defaultInWords;
  }

  /**
   * What it is for.
   *
   * @return one sentence without its beginning and end
   */
  public String meaning() {
    return meaning;
  }

  /**
   * Reads a value.
   *
   * @param text as it was given
   * @param origin where it came from, for the message
   * @return the value
   * @throws IllegalArgumentException if the text is none; the message begins with a code
   */
  public T parse(String text, String origin) {
    T value = form.parser().apply(text.strip());
    if (value == null) {
      throw new IllegalArgumentException(complaint(text, origin));
    }
    return value;
  }

  private String complaint(String text, String origin) {
    boolean lenient = form.equals(Form.YES_OR_NO);
    return (lenient ? COUNTS_AS_NO : "RP-101: ")
        + key
        + " '"
        + text
        + "' ("
        + origin
        + ") is "
        + (lenient ? "neither yes nor no and counts as no" : "not valid")
        + ": give "
        + accepted();
  }

  /** What holds where it is not set, if that does not depend on the surroundings. */
  T defaultValue() {
    return Objects.requireNonNull(defaultValue, key);
  }

  /** Its names in a file, best first. */
  List<String> keys() {
    return Stream.concat(Stream.of(key), aliases.stream()).toList();
  }

  /** Its names among system properties, best first. */
  List<String> properties() {
    return keys().stream().map(Setting::property).toList();
  }

  /** Its names among environment variables, best first. */
  List<String> variables() {
    return keys().stream().map(Setting::variable).toList();
  }

  private static String property(String key) {
    return PROPERTY_PREFIX + key;
  }

  private static String variable(String key) {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  @Override
  public String toString() {
    return key;
  }
}
