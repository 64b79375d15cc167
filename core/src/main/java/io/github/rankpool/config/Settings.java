package io.github.rankpool.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is set outside the program: by system properties ({@code rankpool.max-workers}), after those
 * by environment variables ({@code RANKPOOL_MAX_WORKERS}), a file ({@code rankpool.properties}) and
 * the variables of mpi4py.futures. {@link Setting} has the definitions. Immutable.
 */
public final class Settings {
  /** System property in which launchers that call a program's main method name its class. */
  public static final String MAIN_CLASS_PROPERTY = "rankpool.main-class";

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);

  /** What was warned of in this process. */
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private final List<Layer> layers;
  private final Optional<Path> file;

  /**
   * A value and where it came from.
   *
   * @param <T> type of the value
   * @param value as read
   * @param origin for messages, such as "environment variable RANKPOOL_BACKOFF"
   */
  public record Value<T>(T value, String origin) {}

  private Settings(List<Layer> layers, Optional<Path> file) {
    this.layers = layers;
    this.file = file;
  }

  /**
   * The settings of this process.
   *
   * @return read now
   * @throws IllegalArgumentException if there is a settings file that cannot be read, or one is
   *     named that is not there
   */
  public static Settings ofProcess() {
    return of(System.getProperties(), System.getenv(), Path.of(""));
  }

  /**
   * Settings of which none is set.
   *
   * @return all at their defaults
   */
  public static Settings none() {
    return new Settings(List.of(), Optional.empty());
  }

  /**
   * Settings from given sources.
   *
   * @param properties as system properties
   * @param environment as environment variables
   * @param directory where {@code rankpool.properties} may be; names of files are relative to it
   * @return settings
   * @throws IllegalArgumentException if there is a settings file that cannot be read, or one is
   *     named that is not there
   */
  public static Settings of(
      Properties properties, Map<String, String> environment, Path directory) {
    Optional<SettingsFile> file = SettingsFile.find(properties, environment, directory);
    List<Layer> layers = new ArrayList<>();
    layers.add(Layer.ofProperties(properties));
    layers.add(Layer.ofEnvironment(environment));
    file.map(SettingsFile::read).ifPresent(layers::add);
    layers.add(Layer.ofMpi4py(environment));
    return new Settings(List.copyOf(layers), file.map(SettingsFile::path));
  }

  /**
   * The file that was read.
   *
   * @return its absolute path, or empty if there is none
   */
  public Optional<Path> file() {
    return file;
  }

  /**
   * What is given for a setting.
   *
   * @param setting to look for
   * @return the text as it was given, unchecked, or empty if it is not set
   */
  public Optional<Value<String>> text(Setting<?> setting) {
    return layers.stream().flatMap(layer -> layer.find(setting).stream()).findFirst();
  }

  /**
   * The value that is set, and where it came from.
   *
   * @param setting to look for
   * @param <T> type of the value
   * @return empty if it is not set
   * @throws IllegalArgumentException if what is given is not valid
   */
  public <T> Optional<Value<T>> find(Setting<T> setting) {
    return text(setting)
        .map(given -> new Value<>(setting.parse(given.value(), given.origin()), given.origin()));
  }

  /**
   * The value that holds.
   *
   * @param setting one whose default does not depend on the surroundings
   * @param <T> type of the value
   * @return what is set, or else the default
   * @throws IllegalArgumentException if what is given is not valid
   */
  public <T> T get(Setting<T> setting) {
    return find(setting).map(Value::value).orElseGet(setting::defaultValue);
  }

  /**
   * The value that holds, where the program may have one of its own.
   *
   * @param setting to look for
   * @param inProgram comes before what is set outside; null if the program leaves it to that
   * @param <T> type of the value
   * @return empty if neither is set
   * @throws IllegalArgumentException if what is looked for outside is not valid
   */
  public <T> Optional<T> find(Setting<T> setting, @Nullable T inProgram) {
    return inProgram != null ? Optional.of(inProgram) : find(setting).map(Value::value);
  }

  /**
   * The value that holds, where the program may have one of its own.
   *
   * @param setting one whose default does not depend on the surroundings
   * @param inProgram comes before what is set outside; null if the program leaves it to that
   * @param <T> type of the value
   * @return the program's, or what is set outside, or else the default
   * @throws IllegalArgumentException if what is looked for outside is not valid
   */
  public <T> T get(Setting<T> setting, @Nullable T inProgram) {
    return inProgram != null ? inProgram : get(setting);
  }

  /**
   * Whether something is switched on. What is neither yes nor no counts as no, with a warning.
   *
   * @param setting to look for
   * @return what is set, or else the default
   */
  public boolean isOn(Setting<Boolean> setting) {
    try {
      return get(setting);
    } catch (IllegalArgumentException e) {
      LOG.warn(e.getMessage());
      return false;
    }
  }

  /**
   * All that is wrong with values that are set.
   *
   * @return messages that begin with a code; empty if all is well
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (Setting<?> setting : Setting.all()) {
      noteProblem(() -> find(setting), problems);
    }
    if (problems.isEmpty()) {
      noteProblem(this::requireHeartbeats, problems);
    }
    return problems;
  }

  /**
   * Checks all values that are set. What merely counts as no is warned of when it is used.
   *
   * @throws IllegalArgumentException if one is not valid; the message has a line for each
   */
  public void requireValid() {
    List<String> errors =
        problems().stream().filter(problem -> !problem.startsWith(Setting.COUNTS_AS_NO)).toList();
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", errors));
    }
  }

  private static void noteProblem(Runnable check, List<String> problems) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Names that look like settings but are none, such as those with a typing error.
   *
   * @return messages that begin with a code, with the nearest name that there is
   */
  public List<String> unknownNames() {
    return layers.stream().flatMap(Layer::unknownNames).toList();
  }

  /** Warns of {@link #unknownNames()}, of each once in a process. */
  public void warnOfUnknownNames() {
    unknownNames().stream().filter(WARNED::add).forEach(LOG::warn);
  }

  /**
   * A value that the program has set.
   *
   * @param value as set
   * @param <T> type of the value
   * @return the value, with its origin
   */
  public static <T> Value<T> inProgram(T value) {
    return new Value<>(value, "in the program");
  }

  /**
   * Checks that the heartbeats that are set fit their limit.
   *
   * @throws IllegalArgumentException if the limit is less than three intervals
   */
  public void requireHeartbeats() {
    requireHeartbeats(withOrigin(Setting.HEARTBEAT), withOrigin(Setting.HEARTBEAT_LIMIT));
  }

  private <T> Value<T> withOrigin(Setting<T> setting) {
    return find(setting).orElseGet(() -> new Value<>(setting.defaultValue(), "default"));
  }

  /**
   * Checks that nobody counts as lost for one heartbeat that was late.
   *
   * @param interval of heartbeats; zero for none
   * @param limit of silence
   * @throws IllegalArgumentException if the limit is less than three intervals
   */
  public static void requireHeartbeats(Value<Duration> interval, Value<Duration> limit) {
    Duration least = interval.value().multipliedBy(3);
    if (limit.value().compareTo(least) < 0) {
      throw new IllegalArgumentException(
          "RP-105: heartbeat-limit "
              + Durations.format(limit.value())
              + " ("
              + limit.origin()
              + ") is too short for heartbeat "
              + Durations.format(interval.value())
              + " ("
              + interval.origin()
              + "): give at least three intervals, here "
              + Durations.format(least)
              + ", or a shorter interval");
    }
  }
}
