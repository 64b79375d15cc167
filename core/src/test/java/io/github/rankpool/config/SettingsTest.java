package io.github.rankpool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.MpiPoolExecutor;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  private static final Path NO_FILE_IN_IT = Path.of("src");

  private static Settings of(Properties properties, Map<String, String> environment) {
    return Settings.of(properties, environment, NO_FILE_IN_IT);
  }

  private static Settings properties(String... namesAndValues) {
    return of(asProperties(namesAndValues), Map.of());
  }

  private static Properties asProperties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  private static Settings environment(Map<String, String> variables) {
    return of(new Properties(), variables);
  }

  @Test
  void whatIsNotSetHasItsDefault() {
    Settings settings = properties();

    assertThat(settings.find(Setting.MAX_WORKERS)).isEmpty();
    assertThat(settings.find(Setting.BACKEND)).isEmpty();
    assertThat(settings.get(Setting.BACKOFF)).isEqualTo(Duration.ofMillis(1));
    assertThat(settings.isOn(Setting.ZERO_COPY)).isFalse();
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

    assertThat(settings.find(Setting.MAX_WORKERS))
        .contains(new Settings.Value<>(7, "environment variable RANKPOOL_MAX_WORKERS"));
    assertThat(settings.find(Setting.BACKEND))
        .contains(new Settings.Value<>("threads", "environment variable RANKPOOL_BACKEND"));
    assertThat(settings.get(Setting.BACKOFF)).isEqualTo(Duration.ofMillis(2));
    assertThat(settings.isOn(Setting.ZERO_COPY)).isTrue();
  }

  @Test
  void systemPropertiesComeBeforeTheEnvironment() {
    Settings settings =
        of(
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

    assertThat(settings.find(Setting.MAX_WORKERS))
        .contains(new Settings.Value<>(3, "system property rankpool.max-workers"));
    assertThat(settings.find(Setting.BACKEND).map(Settings.Value::value)).contains("mpj");
    assertThat(settings.get(Setting.BACKOFF)).isEqualTo(Duration.ZERO);
    assertThat(settings.isOn(Setting.ZERO_COPY)).isFalse();
  }

  @Test
  void settingsDoNotChangeWithTheirSources() {
    Properties properties = asProperties("rankpool.backend", "mpj");
    Settings settings = of(properties, Map.of());
    properties.setProperty("rankpool.backend", "threads");

    assertThat(settings.find(Setting.BACKEND).map(Settings.Value::value))
        .isEqualTo(Optional.of("mpj"));
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
    assertThat(properties("rankpool.backoff", text).get(Setting.BACKOFF))
        .isEqualTo(Duration.ofNanos(nanos));
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
    assertThatThrownBy(() -> properties("rankpool.backoff", text).get(Setting.BACKOFF))
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

    assertThatThrownBy(() -> settings.find(Setting.MAX_WORKERS))
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
    return properties("rankpool.zero-copy", text).isOn(Setting.ZERO_COPY);
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
    assertThat(environment(Map.of("RANKPOOL_USE_PKL5", "1")).isOn(Setting.ZERO_COPY)).isTrue();
    assertThat(properties("rankpool.use-pkl5", "on").isOn(Setting.ZERO_COPY)).isTrue();
  }

  @Test
  void ownNameComesBeforeTheOther() {
    assertThat(
            environment(Map.of("RANKPOOL_ZERO_COPY", "0", "RANKPOOL_USE_PKL5", "1"))
                .isOn(Setting.ZERO_COPY))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"funneled, FUNNELED", "SINGLE, SINGLE", "' Serialized ', SERIALIZED"})
  void threadLevelIsReadInEitherCase(String text, String level) {
    assertThat(environment(Map.of("RANKPOOL_THREAD_LEVEL", text)).get(Setting.THREAD_LEVEL))
        .isEqualTo(level);
    assertThat(properties("rankpool.thread-level", text).get(Setting.THREAD_LEVEL))
        .isEqualTo(level);
  }

  @Test
  void threadLevelIsMultipleWhereNoneIsSet() {
    assertThat(properties().get(Setting.THREAD_LEVEL)).isEqualTo("MULTIPLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "many", "THREAD_MULTIPLE", "3"})
  void badThreadLevelIsNamedWithItsOriginAndTheGoodOnes(String text) {
    Settings settings = environment(Map.of("RANKPOOL_THREAD_LEVEL", text));

    assertThatThrownBy(() -> settings.get(Setting.THREAD_LEVEL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(
            "RP-101",
            "thread-level '" + text + "'",
            "environment variable RANKPOOL_THREAD_LEVEL",
            "SINGLE, FUNNELED, SERIALIZED, MULTIPLE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "Yes", "TRUE", "on"})
  void everyYesOfTheOtherNameCountsAndItsNonsenseIsWarnedOf(String text) {
    assertThat(environment(Map.of("RANKPOOL_USE_PKL5", text)).isOn(Setting.ZERO_COPY)).isTrue();
    Settings nonsense = environment(Map.of("RANKPOOL_USE_PKL5", text + "?"));
    assertThat(warningsOf(() -> assertThat(nonsense.isOn(Setting.ZERO_COPY)).isFalse()))
        .contains("RP-102", "environment variable RANKPOOL_USE_PKL5");
  }

  @Test
  void classesAreSharedUnlessThatIsSwitchedOff() {
    assertThat(environment(Map.of()).isOn(Setting.CLASS_SHARING)).isTrue();
    assertThat(environment(Map.of("RANKPOOL_CLASS_SHARING", "no")).isOn(Setting.CLASS_SHARING))
        .isFalse();
  }

  @Test
  void numberOfWorkersGivenByTheProgramIsCheckedToo() {
    assertThat(MpiPoolExecutor.builder().maxWorkers(1)).isNotNull();
    assertThatThrownBy(() -> MpiPoolExecutor.builder().maxWorkers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RP-101: max-workers '0' (given to maxWorkers) is not valid: give a whole number, at"
                + " least 1, such as 16");
  }

  @Test
  void variablesOfMpi4pyComeAfterAllOthersAndBeforeTheDefaults() {
    Map<String, String> mpi4py =
        Map.of(
            "MPI4PY_FUTURES_MAX_WORKERS", "5",
            "MPI4PY_FUTURES_USE_PKL5", "True",
            "MPI4PY_FUTURES_BACKOFF", "1e-4");
    Settings settings = environment(mpi4py);

    assertThat(settings.find(Setting.MAX_WORKERS))
        .contains(new Settings.Value<>(5, "environment variable MPI4PY_FUTURES_MAX_WORKERS"));
    assertThat(settings.isOn(Setting.ZERO_COPY)).isTrue();
    assertThat(settings.get(Setting.BACKOFF)).isEqualTo(Duration.ofNanos(100_000));
    Map<String, String> both = new HashMap<>(mpi4py);
    both.put("RANKPOOL_USE_PKL5", "no");
    assertThat(environment(both).isOn(Setting.ZERO_COPY)).isFalse();
    assertThat(of(asProperties("rankpool.max-workers", "2"), mpi4py).get(Setting.MAX_WORKERS))
        .isEqualTo(2);
  }

  @Test
  void otherVariablesOfMpi4pyMeanNothingHere() {
    Settings settings = environment(Map.of("MPI4PY_FUTURES_MAX_WORKER", "5", "MPI4PY_RC_X", "1"));

    assertThat(settings.find(Setting.MAX_WORKERS)).isEmpty();
    assertThat(settings.unknownNames()).isEmpty();
  }

  @Test
  void badValueOfMpi4pyIsNamedWithItsVariable() {
    Settings settings = environment(Map.of("MPI4PY_FUTURES_BACKOFF", "soon"));

    assertThatThrownBy(() -> settings.get(Setting.BACKOFF))
        .hasMessageContainingAll("RP-101", "backoff 'soon'", "variable MPI4PY_FUTURES_BACKOFF");
  }

  @Test
  void whatTheProgramSetsComesFirstAndNothingElseIsLookedAt() {
    Settings settings = properties("rankpool.backoff", "nonsense");

    assertThat(settings.get(Setting.BACKOFF, Duration.ZERO)).isEqualTo(Duration.ZERO);
    assertThat(settings.find(Setting.WORK_DIR, Path.of("here"))).contains(Path.of("here"));
    assertThat(settings.find(Setting.WORK_DIR, null)).isEmpty();
  }

  @Test
  void argumentsHintsAndPathsAreRead() {
    Settings settings =
        properties(
            "rankpool.jvm-args", " -Xmx4g   -XX:+UseSerialGC ",
            "rankpool.mpi-info", "host=node1:4,node2:4; ssh = ssh -p 2222 ;empty=",
            "rankpool.work-dir", "/scratch",
            "rankpool.java-executable", "java17",
            "rankpool.replace-lost-workers", "2");

    assertThat(settings.get(Setting.JVM_ARGS)).containsExactly("-Xmx4g", "-XX:+UseSerialGC");
    assertThat(settings.get(Setting.MPI_INFO))
        .isEqualTo(Map.of("host", "node1:4,node2:4", "ssh", "ssh -p 2222", "empty", ""));
    assertThat(settings.get(Setting.WORK_DIR)).isEqualTo(Path.of("/scratch"));
    assertThat(settings.get(Setting.JAVA_EXECUTABLE)).isEqualTo(Path.of("java17"));
    assertThat(settings.get(Setting.REPLACE_LOST_WORKERS)).isEqualTo(2);
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "backend, ''",
    "mpi-info, host",
    "mpi-info, =x",
    "mpi-info, a=1;a=2",
    "work-dir, ''",
    "replace-lost-workers, -1",
    "serial-filter, maxdepth=much",
    "serial-filter, ''",
    "thread-level, TRIPLE",
    "heartbeat, never",
    "zero-copy, maybe",
  })
  void everyBadValueIsNamedWithItsOriginAndWhatCanBeGiven(String key, String text) {
    assertThat(properties("rankpool." + key, text).problems())
        .singleElement()
        .asString()
        .matches("RP-10[12]: .*")
        .contains(key + " '" + text + "' (system property rankpool." + key + ")", ": give ");
  }

  @Test
  void heartbeatsThatDoNotFitTheirLimitAreAProblem() {
    assertThat(properties("rankpool.heartbeat", "20").problems())
        .singleElement()
        .asString()
        .startsWith("RP-105: ");
    assertThat(properties("rankpool.heartbeat", "0").problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "rankpool.max-worker, rankpool.max-workers",
    "rankpool.maxWorkers, rankpool.max-workers",
    "rankpool.zerocopy, rankpool.zero-copy",
    "rankpool.use_pkl5, rankpool.use-pkl5",
    "rankpool.hartbeat-limit, rankpool.heartbeat-limit",
    "rankpool.mpj.hom, rankpool.mpj.home",
  })
  void unknownPropertyIsReportedWithTheNearestKnownOne(String name, String nearest) {
    assertThat(properties(name, "1").unknownNames())
        .containsExactly(
            "RP-107: system property " + name + " is not known. Did you mean " + nearest + "?");
  }

  @Test
  void unknownVariableIsReportedWithTheNearestKnownOne() {
    assertThat(environment(Map.of("RANKPOOL_BACK_OFF", "1", "RANKPOOL", "1")).unknownNames())
        .containsExactly(
            "RP-107: environment variable RANKPOOL_BACK_OFF is not known. Did"
                + " you mean RANKPOOL_BACKOFF?");
  }

  @Test
  void whereNothingIsNearItIsSaidWhereTheNamesStand() {
    assertThat(properties("rankpool.colour", "red").unknownNames())
        .singleElement()
        .asString()
        .contains("system property rankpool.colour", "'rankpool config'");
  }

  @Test
  void namesThatOtherPartsReadAreKnown() {
    Properties properties = new Properties();
    Map<String, String> variables = new HashMap<>();
    for (OtherName other : OtherName.ALL) {
      properties.setProperty(other.name(), "");
      variables.put(other.name(), "");
    }

    assertThat(of(properties, variables).unknownNames()).isEmpty();
  }

  @Test
  void unknownNameIsWarnedOfOnce() {
    Settings settings = properties("rankpool.warned-of-once", "1");

    assertThat(warningsOf(settings::warnOfUnknownNames)).contains("RP-107", "warned-of-once");
    assertThat(warningsOf(settings::warnOfUnknownNames)).isEmpty();
  }

  @Test
  void poolsWarnOfNamesThatAreNotKnown() {
    System.setProperty("rankpool.warned-of-by-a-pool", "1");
    try {
      assertThat(warningsOf(() -> MpiPoolExecutor.builder().backend("threads").build().close()))
          .contains("RP-107: system property rankpool.warned-of-by-a-pool is not known.");
    } finally {
      System.clearProperty("rankpool.warned-of-by-a-pool");
    }
  }
}
