package io.github.rankpool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static Settings properties(String... namesAndValues) {
    return Settings.of(asProperties(namesAndValues), Map.of());
  }

  private static Properties asProperties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  private static Settings environment(Map<String, String> variables) {
    return Settings.of(new Properties(), variables);
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    Settings settings = properties();

    assertThat(settings.maxWorkers()).isEmpty();
    assertThat(settings.backend()).isEmpty();
    assertThat(settings.backoff()).isEqualTo(Duration.ofMillis(1));
    assertThat(settings.zeroCopy()).isFalse();
  }

  @Test
  void environmentVariablesAreRead() {
    Settings settings =
        environment(
            Map.of(
                "RANKPOOL_MAX_WORKERS", " 7 ",
                "RANKPOOL_BACKEND", " threads ",
                "RANKPOOL_BACKOFF", "2ms",
                "RANKPOOL_ZERO_COPY", "yes",
                "PATH", "/bin"));

    assertThat(settings.maxWorkers())
        .contains(new Settings.Value<>(7, "environment variable RANKPOOL_MAX_WORKERS"));
    assertThat(settings.backend())
        .contains(new Settings.Value<>("threads", "environment variable RANKPOOL_BACKEND"));
    assertThat(settings.backoff()).isEqualTo(Duration.ofMillis(2));
    assertThat(settings.zeroCopy()).isTrue();
  }

  @Test
  void systemPropertiesComeBeforeTheEnvironment() {
    Settings settings =
        Settings.of(
            asProperties(
                "rankpool.max-workers", "3",
                "rankpool.backend", "mpj",
                "rankpool.backoff", "0",
                "rankpool.zero-copy", "false",
                "other.backend", "x"),
            Map.of(
                "RANKPOOL_MAX_WORKERS", "9",
                "RANKPOOL_BACKEND", "threads",
                "RANKPOOL_BACKOFF", "1s",
                "RANKPOOL_ZERO_COPY", "true"));

    assertThat(settings.maxWorkers())
        .contains(new Settings.Value<>(3, "system property rankpool.max-workers"));
    assertThat(settings.backend().map(Settings.Value::value)).contains("mpj");
    assertThat(settings.backoff()).isEqualTo(Duration.ZERO);
    assertThat(settings.zeroCopy()).isFalse();
  }

  @Test
  void settingsDoNotChangeWithTheirSources() {
    Properties properties = asProperties("rankpool.backend", "mpj");
    Settings settings = Settings.of(properties, Map.of());
    properties.setProperty("rankpool.backend", "threads");

    assertThat(settings.backend().map(Settings.Value::value)).isEqualTo(Optional.of("mpj"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.001, 1000000",
    ".5, 500000000",
    "2, 2000000000",
    "1e-4, 100000",
    "1E-4, 100000",
    "1s, 1000000000",
    "1 s, 1000000000",
    "1ms, 1000000",
    "1.5MS, 1500000",
    "250us, 250000",
    "250µs, 250000",
    "7ns, 7",
    "0.4ns, 0",
    "' 3ms ', 3000000",
    "PT1S, 1000000000",
    "PT0.25S, 250000000",
    "pt1m, 60000000000",
  })
  void backoffIsReadInEveryForm(String text, long nanos) {
    assertThat(properties("rankpool.backoff", text).backoff()).isEqualTo(Duration.ofNanos(nanos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fast",
        "-1",
        "-1ms",
        "PT-1S",
        "1h",
        "1 2",
        "1..2",
        "ms",
        "1e400",
        "1e99999999999",
        "99999999999",
        "PT99999999H",
        "NaN",
        "0x10"
      })
  void badBackoffIsNamedWithItsOrigin(String text) {
    assertThatThrownBy(() -> properties("rankpool.backoff", text).backoff())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-101")
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("system property rankpool.backoff")
        .hasMessageContaining("250us");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "1.5", "99999999999", "0", "-3"})
  void badNumberOfWorkersIsNamedWithItsOrigin(String text) {
    Settings settings = environment(Map.of("RANKPOOL_MAX_WORKERS", text));

    assertThatThrownBy(settings::maxWorkers)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-101")
        .hasMessageContaining(text)
        .hasMessageContaining("environment variable RANKPOOL_MAX_WORKERS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "y", "yes", "true", "on", "Y", "YES", "True", "ON", " true "})
  void zeroCopyIsOnForEveryYes(String text) {
    assertThat(warningsOf(() -> assertThat(zeroCopy(text)).isTrue())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "n", "no", "false", "off", "N", "NO", "False", "OFF"})
  void zeroCopyIsOffForEveryNo(String text) {
    assertThat(warningsOf(() -> assertThat(zeroCopy(text)).isFalse())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "maybe", "", "tru"})
  void zeroCopyStaysOffWithAWarningForAnythingElse(String text) {
    assertThat(warningsOf(() -> assertThat(zeroCopy(text)).isFalse()))
        .contains("RP-102")
        .contains("'" + text + "'")
        .contains("system property rankpool.zero-copy");
  }

  private static boolean zeroCopy(String text) {
    return properties("rankpool.zero-copy", text).zeroCopy();
  }

  /** What is logged meanwhile, as far as it goes to standard error. */
  private static String warningsOf(Runnable action) {
    PrintStream before = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return captured.toString(StandardCharsets.UTF_8);
  }

  @Test
  void nameThatUsersOfMpi4pyKnowIsReadToo() {
    assertThat(environment(Map.of("RANKPOOL_USE_PKL5", "1")).zeroCopy()).isTrue();
    assertThat(properties("rankpool.use-pkl5", "on").zeroCopy()).isTrue();
  }

  @Test
  void ownNameComesBeforeTheOther() {
    assertThat(environment(Map.of("RANKPOOL_ZERO_COPY", "0", "RANKPOOL_USE_PKL5", "1")).zeroCopy())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"funneled, FUNNELED", "SINGLE, SINGLE", "' Serialized ', SERIALIZED"})
  void threadLevelIsReadInEitherCase(String text, String level) {
    assertThat(environment(Map.of("RANKPOOL_THREAD_LEVEL", text)).threadLevel()).isEqualTo(level);
    assertThat(properties("rankpool.thread-level", text).threadLevel()).isEqualTo(level);
  }

  @Test
  void threadLevelIsMultipleWhereNoneIsSet() {
    assertThat(properties().threadLevel()).isEqualTo("MULTIPLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "THREAD_MULTIPLE", "3"})
  void badThreadLevelIsNamedWithItsOriginAndTheGoodOnes(String text) {
    Settings settings = environment(Map.of("RANKPOOL_THREAD_LEVEL", text));

    assertThatThrownBy(settings::threadLevel)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "RP-101",
            "thread level '" + text + "'",
            "environment variable RANKPOOL_THREAD_LEVEL",
            "SINGLE, FUNNELED, SERIALIZED, MULTIPLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "Yes", "TRUE", "on"})
  void everyYesOfTheOtherNameCountsAndItsNonsenseIsWarnedOf(String text) {
    assertThat(environment(Map.of("RANKPOOL_USE_PKL5", text)).zeroCopy()).isTrue();
    Settings nonsense = environment(Map.of("RANKPOOL_USE_PKL5", text + "?"));
    assertThat(warningsOf(() -> assertThat(nonsense.zeroCopy()).isFalse()))
        .contains("RP-102", "environment variable RANKPOOL_USE_PKL5");
  }

  @Test
  void classesAreSharedUnlessThatIsSwitchedOff() {
    assertThat(environment(Map.of()).classSharing()).isTrue();
    assertThat(environment(Map.of("RANKPOOL_CLASS_SHARING", "no")).classSharing()).isFalse();
  }

  @Test
  void numberOfWorkersGivenByTheProgramIsCheckedToo() {
    assertThat(Settings.requireWorkers(1, "builder")).isEqualTo(1);
    assertThatThrownBy(() -> Settings.requireWorkers(0, "builder"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("RP-101: the number of workers must be at least 1, not 0 (builder)");
  }
}
