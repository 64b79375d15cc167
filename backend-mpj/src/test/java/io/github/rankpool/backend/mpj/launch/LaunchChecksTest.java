package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchChecksTest {
  private static SpawnRequest.Builder request() {
    return SpawnRequest.of(1, MemberPrograms.Waits.class);
  }

  private static void assertRefused(SpawnRequest.Builder request, String named) {
    assertThatThrownBy(() -> LaunchChecks.check(request.build(), true))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-350: cannot spawn: ")
        .hasMessageContaining(named);
  }

  private static void assertTaken(SpawnRequest.Builder request, boolean local) {
    assertThatCode(() -> LaunchChecks.check(request.build(), local)).doesNotThrowAnyException();
  }

  @Test
  void whatIsMissingHereIsNamed(@TempDir Path directory) throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    assertTaken(request(), true);
    assertTaken(request().javaExecutable(Path.of("sh")).workingDirectory(directory), true);
    for (Path java : List.of(Path.of("no-such-java"), directory, file)) {
      assertRefused(request().javaExecutable(java), java.toString());
    }
    assertRefused(request().workingDirectory(file), file.toString());
    assertRefused(request().classPath(List.of(directory)), MemberPrograms.class.getName());
    assertTaken(request().classPath(List.of(directory.resolve("*"))), true);
    @SuppressWarnings("unchecked")
    Class<? extends RankProgram> noProgram = (Class<? extends RankProgram>) (Class<?>) String.class;
    assertRefused(SpawnRequest.of(1, noProgram), "'java.lang.String'");
  }

  @Test
  void filesOfOtherHostsAreNotLookedFor() {
    Path missing = Path.of("/nonexistent");
    assertTaken(request().javaExecutable(missing).workingDirectory(missing), false);
  }

  @Test
  void whatNoProcessCanBeGivenIsNamed() {
    assertRefused(request().environment(Map.of("A=B", "x")), "'A=B'");
    assertRefused(request().environment(Map.of("", "x")), "''");
    assertRefused(request().environment(Map.of("A", "x\0y")), "'A'");
    assertRefused(request().jvmArguments(List.of("-Da=\0")), "-Da=");
  }
}
