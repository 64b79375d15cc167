package io.github.rankpool.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsFileTest {
  private static final String VARIABLE = "RANKPOOL_CONFIG";

  private final Path directory;

  SettingsFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  private Settings settings() {
    return settings(Map.of());
  }

  private Settings settings(Map<String, String> environment) {
    return Settings.of(new Properties(), environment, directory);
  }

  private Settings settings(String property, Map<String, String> environment) {
    Properties properties = new Properties();
    properties.setProperty("rankpool.config", property);
    return Settings.of(properties, environment, directory);
  }

  private static void assertBackend(Settings settings, String backend) {
    assertThat(settings.get(Setting.BACKEND)).isEqualTo(backend);
  }

  @Test
  void withoutAFileNothingIsSet() {
    assertThat(settings().file()).isEmpty();
    assertThat(settings().find(Setting.BACKEND)).isEmpty();
  }

  @Test
  void theFileInTheWorkingDirectoryIsRead() throws IOException {
    Path file = write("rankpool.properties", "# a comment", "max-workers = 3", "use-pkl5: yes");

    assertThat(settings().file()).contains(file);
    assertThat(settings().find(Setting.MAX_WORKERS))
        .contains(new Settings.Value<>(3, "max-workers in " + file));
    assertThat(settings().isOn(Setting.ZERO_COPY)).isTrue();
  }

  @Test
  void theFileThatIsNamedIsReadInsteadByThePropertyBeforeTheVariable() throws IOException {
    write("rankpool.properties", "backend=threads");
    write("one.properties", "backend=one");
    Path two = write("two.properties", "backend=two");

    assertBackend(settings(Map.of(VARIABLE, "one.properties")), "one");
    assertBackend(settings(two.toString(), Map.of(VARIABLE, "one.properties")), "two");
    assertBackend(settings("", Map.of(VARIABLE, " ")), "threads");
  }

  @Test
  void theFileComesAfterTheEnvironmentAndBeforeMpi4py() throws IOException {
    write("rankpool.properties", "max-workers=3", "backoff=3ms");

    Settings settings =
        settings(Map.of("RANKPOOL_MAX_WORKERS", "2", "MPI4PY_FUTURES_BACKOFF", "0.5"));

    assertThat(settings.get(Setting.MAX_WORKERS)).isEqualTo(2);
    assertThat(settings.get(Setting.BACKOFF)).hasMillis(3);
  }

  @Test
  void theFileIsUtf8AndValuesAreTakenAsTheyAre() throws IOException {
    write("rankpool.properties", "work-dir = /Jülich, ${env:HOME}", "jvm-args=-Da=b \\", "  -Dc=d");

    assertThat(settings().get(Setting.WORK_DIR)).isEqualTo(Path.of("/Jülich, ${env:HOME}"));
    assertThat(settings().get(Setting.JVM_ARGS)).containsExactly("-Da=b", "-Dc=d");
  }

  @Test
  void badValueIsNamedWithFileAndKey() throws IOException {
    Path file = write("rankpool.properties", "backoff = fast");

    assertThat(settings().problems())
        .singleElement()
        .asString()
        .startsWith("RP-101: backoff 'fast' (backoff in " + file + ") is not valid: give seconds");
  }

  @Test
  void unknownKeysAreReportedWithTheNearestKnownOne() throws IOException {
    Path file = write("rankpool.properties", "max_workers = 3", "rankpool.backend = mpj");

    assertThat(settings().unknownNames())
        .containsExactly(
            "RP-107: max_workers in " + file + " is not known. Did you mean max-workers?",
            "RP-107: rankpool.backend in " + file + " is not known. Did you mean backend?");
  }

  @Test
  void namesThatAreNoSettingsHaveNoEffectInAFile() throws IOException {
    write("rankpool.properties", "rankpool.mpj.home = /opt/mpj");

    assertThat(settings().unknownNames()).hasSize(1);
  }

  @Test
  void aFileThatIsNamedAndNotThereIsAnErrorThatSaysWhoNamedIt() {
    assertUnusable("absent.properties", "does not exist", "environment variable " + VARIABLE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings("absent.properties", Map.of()))
        .withMessageContainingAll("RP-106", "system property rankpool.config", "does not exist");
  }

  @Test
  void aFolderIsNoFile() {
    assertUnusable(".", "is a folder");
  }

  @Test
  void aNameThatCannotBeOneIsRefused() {
    assertUnusable("a\0b", "is no path");
  }

  @Test
  void aFileThatIsNoTextIsRefused() throws IOException {
    Files.write(
        directory.resolve("x"), "work-dir=J\u00fclich".getBytes(StandardCharsets.ISO_8859_1));

    assertUnusable("x", "is not UTF-8 text", directory.resolve("x").toString());
  }

  @Test
  void aFileThatIsNoPropertiesFileIsRefused() throws IOException {
    write("x", "backend=\\uXYZW");

    assertUnusable("x", "is no properties file", "XYZW");
  }

  @Test
  void aKeyThatIsGivenTwiceIsRefused() throws IOException {
    write("x", "backend=mpj", "backend=threads");

    assertUnusable("x", "has backend more than once: [mpj, threads]");
  }

  private void assertUnusable(String name, String... words) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> settings(Map.of(VARIABLE, name)))
        .withMessageStartingWith("RP-106: the settings file '")
        .withMessageContainingAll(words)
        .withMessageContaining("Correct the file or its name: RANKPOOL_CONFIG");
  }
}
