package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the script {@code bin/rankpool} makes of its words, with a Java that only shows them. */
@ExtendWith(Watchdog.class)
class RankpoolScriptIT {
  private static final Path SCRIPT = Path.of("../distribution/src/main/bin/rankpool");
  private static final String MAIN = "io.github.rankpool.cli.Main";

  private final Path home;
  private final Path javaHome;

  RankpoolScriptIT(@TempDir Path folder) throws IOException {
    Path real = folder.toRealPath();
    this.home = real.resolve("home with blank");
    this.javaHome = real.resolve("a java");
  }

  @BeforeEach
  void installScriptAndJava() throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.copy(SCRIPT, script());
    Files.createDirectories(javaHome.resolve("bin"));
    executable(javaHome.resolve("bin/java"), "#!/bin/sh\nprintf '[%s]' \"$@\"\n");
    release("17.0.15");
  }

  private Path script() {
    return home.resolve("bin/rankpool");
  }

  private void release(String version) throws IOException {
    Files.writeString(
        javaHome.resolve("release"), "VENDOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static TestProcess.Builder command(Path script, String... words) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(Arrays.asList(words));
    return TestProcess.command(command).environment("RANKPOOL_JAVA_OPTS", "");
  }

  /** What Java was given. */
  private String words(String... words) {
    return withJavaHome(command(script(), words));
  }

  private String withJavaHome(TestProcess.Builder command) {
    return command.environment("JAVA_HOME", javaHome.toString()).run().assertClean().output();
  }

  private String started(String flags, String words) {
    return flags + "[-cp][" + home + "/lib/*][" + MAIN + "]" + words;
  }

  @Test
  void wordsAreHandedOnAsTheyAre() {
    assertThat(words("run", "-c", "a b", "", "*", "\"", "'$x'"))
        .isEqualTo(started("", "[run][-c][a b][][*][\"]['$x']"));
  }

  @Test
  void theVariableGivesFlagsSeparatedByBlanks() {
    assertThat(
            withJavaHome(
                command(script(), "run").environment("RANKPOOL_JAVA_OPTS", "-Xmx1g  -Dx=*")))
        .isEqualTo(started("[-Xmx1g][-Dx=*]", "[run]"));
  }

  @ParameterizedTest
  @CsvSource({
    "run -J-Xmx1g a.jar, [-Xmx1g], [run][a.jar]",
    "-J-Xmx1g run a.jar, [-Xmx1g], [run][a.jar]",
    "run -cp x -J-Xms1g -J-Xmx2g a.jar, [-Xms1g][-Xmx2g], [run][-cp][x][a.jar]",
    "run --class-path=x -J-Xmx1g -m M, [-Xmx1g], [run][--class-path=x][-m][M]",
    "run --report r --progress -J-Xmx1g a.jar, [-Xmx1g], [run][--report][r][--progress][a.jar]",
    "run --workers 2 --trace=t -J-Xmx1g -, [-Xmx1g], [run][--workers][2][--trace=t][-]",
    "run --metrics-port 0 -J-Xmx1g a.jar, [-Xmx1g], [run][--metrics-port][0][a.jar]",
    "bench --seconds 3 --json -J-Xmx1g, [-Xmx1g], [bench][--seconds][3][--json]",
    "bench --workers=2 --seconds=3 -J-Xmx1g, [-Xmx1g], [bench][--workers=2][--seconds=3]",
    "run -cp -J-x a.jar, '', [run][-cp][-J-x][a.jar]",
    "run a.jar -J-Xmx1g, '', [run][a.jar][-J-Xmx1g]",
    "run -m M -J-Xmx1g, '', [run][-m][M][-J-Xmx1g]",
    "run - -J-Xmx1g, '', [run][-][-J-Xmx1g]",
    "doctor --backend mpj -J-Xmx1g, [-Xmx1g], [doctor][--backend][mpj]",
    "doctor --backend=mpj -J-Xmx1g, [-Xmx1g], [doctor][--backend=mpj]",
    "run -J a.jar, '', [run][-J][a.jar]",
    "config -J-Da=b backoff, [-Da=b], [config][backoff]",
    "--help, '', [--help]",
  })
  void flagsForTheJvmStandBeforeTheProgram(String given, String flags, String words) {
    assertThat(words(given.split(" ", -1))).isEqualTo(started(flags, words));
  }

  @Test
  void flagsMayHaveBlanks() {
    assertThat(words("run", "-J-Dx=a b", "-")).isEqualTo(started("[-Dx=a b]", "[run][-]"));
  }

  @Test
  void withoutWordsTheCommandIsStartedAsWell() {
    assertThat(words()).isEqualTo(started("", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"24", "25.0.1", "26-ea"})
  void newJavasAreToldOfNativeAccess(String version) throws IOException {
    release(version);

    assertThat(words("run")).isEqualTo(started("[--enable-native-access=ALL-UNNAMED]", "[run]"));
  }

  @Test
  void withoutReleaseFileJavaIsAskedForItsVersion() throws IOException {
    Files.delete(javaHome.resolve("release"));
    executable(
        javaHome.resolve("bin/java"),
        """
        #!/bin/sh
        [ "$1" != -version ] || { echo 'openjdk version "25.0.1" x' >&2; exit; }
        printf '[%s]' "$@"
        """);

    assertThat(words("run")).startsWith("[--enable-native-access=ALL-UNNAMED]");
  }

  @Test
  void symbolicLinksAreFollowed() throws IOException {
    Path other = Files.createDirectory(home.resolveSibling("other folder"));
    Files.createSymbolicLink(other.resolve("first"), Path.of("../home with blank/bin/rankpool"));
    Path link = Files.createSymbolicLink(other.resolve("second"), other.resolve("first"));

    assertThat(withJavaHome(command(link, "run"))).isEqualTo(started("", "[run]"));
  }

  @Test
  void withoutJavaHomeItIsTheJavaOfThePath() {
    String path = javaHome.resolve("bin") + ":" + System.getenv("PATH");

    TestProcess.Result result =
        command(script(), "run").environment("JAVA_HOME", "").environment("PATH", path).run();

    assertThat(result.assertClean().output()).isEqualTo(started("", "[run]"));
  }

  @Test
  void aWrongJavaHomeIsNamed() {
    TestProcess.Result result =
        command(script(), "run").environment("JAVA_HOME", "/nonexistent").run();

    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.output()).contains("JAVA_HOME=/nonexistent");
  }
}
