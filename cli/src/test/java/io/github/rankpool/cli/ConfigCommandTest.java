package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ConfigCommandTest {
  private final Path directory;

  private final Properties properties = new Properties();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  ConfigCommandTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private int config(String... args) {
    return configWith(Map.of(), args);
  }

  private int configWith(Map<String, String> environment, String... args) {
    return new CommandLine(new ConfigCommand(() -> Settings.of(properties, environment, directory)))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setUsageHelpWidth(100)
        .execute(args);
  }

  @Test
  void everySettingIsShownWithItsValueAndOriginInColumns() throws IOException {
    Path file = Files.writeString(directory.resolve("rankpool.properties"), "backoff = 2ms\n");
    properties.setProperty("rankpool.max-workers", " 16 ");

    int status = configWith(Map.of("RANKPOOL_ZERO_COPY", "yes", "MPI4PY_FUTURES_BACKOFF", "1"));

    assertThat(status).isZero();
    assertThat(out.toString().lines())
        .contains(
            row("max-workers", "16", "system property rankpool.max-workers"),
            row("backoff", "2ms", "backoff in " + file),
            row("zero-copy", "yes", "environment variable RANKPOOL_ZERO_COPY"),
            row("heartbeat", "3s", "default"),
            "Settings file: " + file);
    assertThat(out.toString()).contains(Setting.all().stream().map(Setting::key).toList());
    assertThat(err.toString()).isEmpty();
  }

  /** As wide as the longest key and the longest value, which is a default, are. */
  private static String row(String key, String value, String origin) {
    return "%-20s  %-41s  %s".formatted(key, value, origin);
  }

  @Test
  void oneValueIsShownAlone() {
    properties.setProperty("rankpool.backoff", "2ms");

    assertThat(config("backoff")).isZero();
    assertThat(config("use-pkl5")).isZero();
    assertThat(out.toString().lines()).containsExactly("2ms", "no");
  }

  @Test
  void aValueThatIsNotValidIsShownWithItsErrorAndStatusTwo() {
    properties.setProperty("rankpool.backoff", "fast");

    assertThat(config()).isEqualTo(2);

    assertThat(out.toString()).contains("fast", "system property rankpool.backoff", "max-workers");
    assertThat(err.toString())
        .startsWith("RP-101: backoff 'fast' (system property rankpool.backoff) is not valid");
  }

  @Test
  void askedForAloneItIsAnErrorAndNothingElse() {
    properties.setProperty("rankpool.backoff", "fast");

    assertThat(config("backoff")).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("RP-101: ");
    assertThat(config("backend")).isZero();
  }

  @Test
  void valuesThatDoNotFitTogetherAreAnError() {
    properties.setProperty("rankpool.heartbeat", "PT1M");

    assertThat(config()).isEqualTo(2);
    assertThat(err.toString()).startsWith("RP-105: ");
  }

  @Test
  void namesThatAreNotKnownAreWarnedOf() {
    properties.setProperty("rankpool.back-off", "1ms");

    assertThat(config()).isZero();
    assertThat(err.toString())
        .startsWith("RP-107: system property rankpool.back-off is not known.")
        .contains("rankpool.backoff?");
  }

  @Test
  void aKeyThatIsNoneIsAnsweredWithTheNearest() {
    assertThat(config("max-worker")).isEqualTo(2);

    assertThat(err.toString())
        .startsWith("RP-107: the setting 'max-worker' is not known. Did you mean max-workers?");
  }

  @Test
  void aSettingsFileThatIsNotThereIsAnError() {
    assertThat(configWith(Map.of("RANKPOOL_CONFIG", "absent"))).isEqualTo(2);

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .startsWith("RP-106: the settings file '")
        .contains("RANKPOOL_CONFIG");
  }

  @Test
  void helpTeaches() {
    assertThat(config("--help")).isZero();

    assertThat(out.toString())
        .contains(
            "KEY", "in this order", "RANKPOOL_CONFIG", "rankpool.properties", "MPI4PY_FUTURES")
        .contains("Exit status", "2")
        .contains(Setting.all().stream().map(Setting::meaning).toList());
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
  }
}
