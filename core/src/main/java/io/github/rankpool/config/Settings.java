package io.github.rankpool.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.commons.configuration2.CompositeConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.MapConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings given outside the program: as system properties ({@code rankpool.max-workers}) or, after
 * those, as environment variables ({@code RANKPOOL_MAX_WORKERS}). Immutable.
 */
public final class Settings {
  /** Longest sleep between two polls, where nothing else is set. */
  public static final Duration DEFAULT_BACKOFF = Duration.ofMillis(1);

  /** How long to send a peer nothing before it is sent a heartbeat, where nothing else is set. */
  public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(3);

  /** How long a worker may be silent, where nothing else is set. */
  public static final Duration DEFAULT_HEARTBEAT_LIMIT = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Settings.class);
  private static final String PROPERTY_PREFIX = "rankpool.";
  private static final String VARIABLE_PREFIX = "RANKPOOL_";
  private static final String MAX_WORKERS = "max-workers";
  private static final String BACKEND = "backend";
  private static final String BACKOFF = "backoff";
  private static final String HEARTBEAT = "heartbeat";
  private static final String HEARTBEAT_LIMIT = "heartbeat-limit";
  private static final String ZERO_COPY = "zero-copy";
  private static final String CLASS_SHARING = "class-sharing";
  private static final String SERIAL_FILTER = "serial-filter";
  private static final String THREAD_LEVEL = "thread-level";

  /** The name that users of mpi4py.futures know; stands behind the own name. */
  private static final String ZERO_COPY_ALIAS = "use-pkl5";

  private static final List<String> THREAD_LEVELS =
      List.of("SINGLE", "FUNNELED", "SERIALIZED", "MULTIPLE");

  private static final Set<String> TRUE = Set.of("1", "y", "yes", "true", "on");
  private static final Set<String> FALSE = Set.of("0", "n", "no", "false", "off");

  private final CompositeConfiguration layers = new CompositeConfiguration();
  private final Map<Configuration, Layer> origins = new HashMap<>();

  /** How names are written in a layer. */
  private enum Layer {
    PROPERTIES,
    ENVIRONMENT;

    String origin(String key) {
      return this == PROPERTIES
          ? "system property " + PROPERTY_PREFIX + key
          : "environment variable " + variable(key);
    }
  }

  /**
   * A value and where it came from.
   *
   * @param <T> type of the value
   * @param value as read
   * @param origin for messages, such as "environment variable RANKPOOL_BACKOFF"
   */
  public record Value<T>(T value, String origin) {}

  private Settings(Properties properties, Map<String, String> environment) {
    Map<String, Object> fromProperties = new HashMap<>();
    properties.forEach(
        (name, value) -> {
          if (name.toString().startsWith(PROPERTY_PREFIX)) {
            fromProperties.put(name.toString().substring(PROPERTY_PREFIX.length()), value);
          }
        });
    Map<String, Object> fromEnvironment = new HashMap<>();
    for (String key :
        List.of(
            MAX_WORKERS,
            BACKEND,
            BACKOFF,
            HEARTBEAT,
            HEARTBEAT_LIMIT,
            ZERO_COPY,
            ZERO_COPY_ALIAS,
            SERIAL_FILTER,
            THREAD_LEVEL,
            CLASS_SHARING)) {
      String value = environment.get(variable(key));
      if (value != null) {
        fromEnvironment.put(key, value);
      }
    }
    add(fromProperties, Layer.PROPERTIES);
    add(fromEnvironment, Layer.ENVIRONMENT);
  }

  private void add(Map<String, Object> values, Layer layer) {
    MapConfiguration configuration = new MapConfiguration(values);
    layers.addConfiguration(configuration);
    origins.put(configuration, layer);
  }

  /**
   * The settings of this process.
   *
   * @return read now
   */
  public static Settings ofProcess() {
    return of(System.getProperties(), System.getenv());
  }

  /**
   * Settings from given sources.
   *
   * @param properties as system properties
   * @param environment as environment variables
   * @return settings
   */
  public static Settings of(Properties properties, Map<String, String> environment) {
    return new Settings(properties, environment);
  }

  /**
   * The number of workers to start.
   *
   * @return at least one, or empty if not set
   * @throws IllegalArgumentException if it is no whole number, or less than one
   */
  public Optional<Value<Integer>> maxWorkers() {
    return find(MAX_WORKERS)
        .map(
            text -> {
              try {
                int workers = Integer.parseInt(text.value().trim());
                return new Value<>(requireWorkers(workers, text.origin()), text.origin());
              } catch (NumberFormatException e) {
                throw invalid("number of workers", text, "a whole number, at least 1, such as 16");
              }
            });
  }

  /**
   * Checks a number of workers.
   *
   * @param workers the number
   * @param origin where it came from, for the message
   * @return the number
   * @throws IllegalArgumentException if it is less than one
   */
  public static int requireWorkers(int workers, String origin) {
    if (workers < 1) {
      throw new IllegalArgumentException(
          "RP-101: the number of workers must be at least 1, not " + workers + " (" + origin + ")");
    }
    return workers;
  }

  /**
   * The backend to use.
   *
   * @return its name, or empty if not set
   */
  public Optional<Value<String>> backend() {
    return find(BACKEND).map(v -> new Value<>(v.value().trim(), v.origin()));
  }

  /**
   * The level of thread support to ask MPI for.
   *
   * @return name of the level in capital letters; MULTIPLE if not set
   * @throws IllegalArgumentException if MPI has no such level
   */
  public String threadLevel() {
    Optional<Value<String>> text = find(THREAD_LEVEL);
    if (text.isEmpty()) {
      return "MULTIPLE";
    }
    String level = text.get().value().trim().toUpperCase(Locale.ROOT);
    if (!THREAD_LEVELS.contains(level)) {
      throw invalid("thread level", text.get(), "one of " + String.join(", ", THREAD_LEVELS));
    }
    return level;
  }

  /**
   * The longest sleep between two polls.
   *
   * @return the setting, or {@link #DEFAULT_BACKOFF}
   * @throws IllegalArgumentException if it is no duration, or negative
   */
  public Duration backoff() {
    return duration(BACKOFF, DEFAULT_BACKOFF, "0.001, 250us or 1ms");
  }

  /**
   * How long to send a peer nothing before it is sent a heartbeat.
   *
   * @return the setting, or {@link #DEFAULT_HEARTBEAT}; zero for no heartbeats
   * @throws IllegalArgumentException if it is no duration, or negative
   */
  public Duration heartbeat() {
    return duration(HEARTBEAT, DEFAULT_HEARTBEAT, "3, 500ms, or 0 for none");
  }

  /**
   * How long a worker may be silent before it counts as lost.
   *
   * @return the setting, or {@link #DEFAULT_HEARTBEAT_LIMIT}
   * @throws IllegalArgumentException if it is no duration, or negative
   */
  public Duration heartbeatLimit() {
    return duration(HEARTBEAT_LIMIT, DEFAULT_HEARTBEAT_LIMIT, "30, or 5000ms");
  }

  /**
   * Checks that nobody counts as lost for one heartbeat that was late.
   *
   * @param interval of heartbeats, more than zero
   * @param limit of silence
   * @throws IllegalArgumentException if the limit is less than three intervals
   */
  public static void requireHeartbeats(Duration interval, Duration limit) {
    if (limit.compareTo(interval.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "RP-105: a heartbeat limit of "
              + limit
              + " is too short for heartbeats every "
              + interval
              + ": it must be at least three intervals. Set RANKPOOL_HEARTBEAT_LIMIT and"
              + " RANKPOOL_HEARTBEAT, or both in the builder");
    }
  }

  private Duration duration(String key, Duration otherwise, String examples) {
    Optional<Value<String>> text = find(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    Duration duration = Durations.parse(text.get().value().trim());
    if (duration == null) {
      throw invalid(key, text.get(), "seconds, or a number with a unit, such as " + examples);
    }
    return duration;
  }

  /**
   * Whether large arrays travel beside the stream. A value that is no YAML boolean counts as false,
   * with a warning.
   *
   * @return the setting, or false
   */
  public boolean zeroCopy() {
    return find(ZERO_COPY).or(() -> find(ZERO_COPY_ALIAS)).map(Settings::isYes).orElse(false);
  }

  /**
   * Which classes and sizes may be deserialized.
   *
   * @return a pattern as of {@code jdk.serialFilter}, not checked here; or empty if not set
   */
  public Optional<Value<String>> serialFilter() {
    return find(SERIAL_FILTER).map(v -> new Value<>(v.value().trim(), v.origin()));
  }

  /**
   * Whether workers map their classes from an archive. A value that is no YAML boolean counts as
   * false, with a warning.
   *
   * @return the setting, or true
   */
  public boolean classSharing() {
    return find(CLASS_SHARING).map(Settings::isYes).orElse(true);
  }

  private static boolean isYes(Value<String> text) {
    String word = text.value().trim().toLowerCase(Locale.ROOT);
    if (!TRUE.contains(word) && !FALSE.contains(word)) {
      LOG.warn(
          "RP-102: '{}' ({}) is neither yes nor no and counts as no. Use true or false.",
          text.value(),
          text.origin());
    }
    return TRUE.contains(word);
  }

  private Optional<Value<String>> find(String key) {
    // Not by getSource, which refuses keys that more than one layer has.
    for (int i = 0; i < layers.getNumberOfConfigurations(); i++) {
      Configuration layer = layers.getConfiguration(i);
      @Nullable String text = layer.getString(key, null);
      if (text != null) {
        String origin = origins.getOrDefault(layer, Layer.PROPERTIES).origin(key);
        return Optional.of(new Value<>(text, origin));
      }
    }
    return Optional.empty();
  }

  private static IllegalArgumentException invalid(
      String what, Value<String> given, String expected) {
    return new IllegalArgumentException(
        "RP-101: "
            + what
            + " '"
            + given.value()
            + "' ("
            + given.origin()
            + ") is not valid: give "
            + expected);
  }

  private static String variable(String key) {
    return VARIABLE_PREFIX + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
