package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other users of the machine can see of a pool. */
class SecretsIT {
  /** 32 bytes, as secrets of pools and of launches are, in Base64 or hexadecimal. */
  private static final Pattern SECRET =
      Pattern.compile("(?<![\\w+/-])([\\w+/-]{43}=(?!=)|[0-9a-fA-F]{64})(?![\\w+/=-])");

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir Path temporary;
  @TempDir Path cache;

  private TestProcess.Result run(TestProcess.Builder program) {
    TestProcess.Result result =
        program
            .environment("TMPDIR", temporary.toString())
            .environment("XDG_CACHE_HOME", cache.toString())
            .run();
    result.assertClean();
    return result;
  }

  private String[] folders() {
    return new String[] {temporary.toString(), cache.toString()};
  }

  private static List<String> lines(TestProcess.Result result, String kind) {
    return result
        .output()
        .lines()
        .filter(line -> line.startsWith(kind + " "))
        .map(line -> line.substring(kind.length() + 1))
        .toList();
  }

  private static void assertNothingShows(TestProcess.Result result) {
    List<String> commands = lines(result, "command");
    assertThat(commands).anyMatch(line -> line.contains(SecretsProgram.class.getName()));
    for (String command : commands) {
      assertThat(command).doesNotContainPattern(SECRET);
      for (String secret : lines(result, "secret")) {
        assertThat(command).doesNotContain(secret);
      }
    }
    assertThat(lines(result, "environment")).containsExactly("r--------");
    assertThat(lines(result, "open")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Launch.class)
  void noSecretAndNoFileOfAPoolIsOpenToOtherUsers(Launch launch) {
    assertNothingShows(
        run(
            launch
                .program(List.of(), SecretsProgram.class, folders())
                .environment("RANKPOOL_MAX_WORKERS", "1")));
  }

  @Test
  void noSecretAndNoFileOfASharedPoolIsOpenToOtherUsers() {
    assertNothingShows(
        run(
            Launch.mpiexec(
                2,
                List.of(),
                Main.class,
                "run",
                "-m",
                SecretsProgram.class.getName(),
                temporary.toString(),
                cache.toString())));
  }

  @Test
  void aSecretWouldBeRecognized() {
    // The test above can fail: this is how Open MPI's workers get theirs.
    TestProcess.Result result =
        run(
            Launch.OPENMPI
                .program(List.of(), SecretsProgram.class)
                .environment("RANKPOOL_MAX_WORKERS", "1"));

    assertThat(lines(result, "secret"))
        .singleElement()
        .satisfies(secret -> assertThat("x=" + secret + " y").containsPattern(SECRET));
  }

  @Test
  void aFileForAllWouldBeRecognized() throws IOException {
    Files.writeString(temporary.resolve("open.txt"), "for all to read");
    TestProcess.Result result =
        run(
            Launch.THREADS
                .program(List.of(), SecretsProgram.class, folders())
                .environment("RANKPOOL_MAX_WORKERS", "1"));

    assertThat(lines(result, "open")).hasSize(1);
  }
}
