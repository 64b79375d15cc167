package io.github.rankpool.backend.openmpi.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.backend.openmpi.Installation;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnCommandTest {
  private static final Installation INSTALLATION =
      new Installation(Path.of("/o/mpi.jar"), Path.of("/o/libmpi_java.so"), "Open MPI");

  @Test
  void hintsOfTheRequestReplaceThoseOfTheBackend() {
    SpawnCommand plain = command(request());
    assertThat(plain.info())
        .containsOnly(Map.entry("bind_to", "none"), Map.entry("map_by", "slot:OVERSUBSCRIBE"));
    assertThat(plain.limit()).isEqualTo(Duration.ofMinutes(2));
    SpawnCommand own =
        command(request().info(Map.of("map_by", "node", "rankpool.spawn.timeout", "7")));
    assertThat(own.info()).containsOnly(Map.entry("bind_to", "none"), Map.entry("map_by", "node"));
    assertThat(own.limit()).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void theCredentialTravelsInTheEnvironmentWhateverElseDoesNotFit() {
    byte[] credential = new byte[SpawnRequest.MAX_CREDENTIAL_BYTES];
    Arrays.fill(credential, (byte) -1);
    SpawnCommand command =
        command(
            request()
                .credential(credential)
                .environment(Map.of("LONG", "x".repeat(300), "MANY", "a\nb", "SHORT", "y")));
    assertThat(command.executable()).isEqualTo("/usr/bin/env");
    assertThat(command.arguments()).startsWith("LONG=" + "x".repeat(300), "MANY=a\nb");
    assertThat(String.join(" ", command.arguments())).doesNotContain("/////");
    assertThat(command.info().get("env"))
        .startsWith("RANKPOOL_CREDENTIAL=//")
        .endsWith("\nSHORT=y");
  }

  @Test
  void variablesOfTheRequestComeBeforeThoseOfTheBackend() {
    Map<String, String> defaults = Map.of("LAYER", "a", "OTHER", "b");
    SpawnRequest request = request().environment(Map.of("LAYER", "mine")).build();
    assertThat(SpawnCommand.of(request, INSTALLATION, defaults).info().get("env"))
        .isEqualTo("LAYER=mine\nOTHER=b");
  }

  @Test
  void theClassPathIsAbsolute() {
    SpawnCommand command = command(request());
    int at = command.arguments().indexOf("-cp") + 1;
    assertThat(command.arguments().get(at).split(":", -1)).allMatch(entry -> entry.startsWith("/"));
    assertThat(command.arguments())
        .contains("-Drankpool.openmpi.jar=/o/mpi.jar")
        .endsWith(":openmpi", ":" + SpawnCommandTest.class.getName() + "%24Program");
  }

  @Test
  void javaMustNotLookLikeAVariableWhereVariablesAreBeforeIt(@TempDir Path folder)
      throws IOException {
    Path java = Files.createFile(Files.createDirectory(folder.resolve("jdk=17")).resolve("java"));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    SpawnRequest.Builder request = request().javaExecutable(java);

    assertThat(command(request).executable()).isEqualTo(java.toString());
    assertThatThrownBy(() -> command(request.environment(Map.of("GREETING", "two words"))))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-336")
        .hasMessageContaining(java.toString());
  }

  @Test
  void whatCannotWorkIsRefusedBeforehand() {
    assertThatThrownBy(() -> command(request().info(Map.of("host", "h".repeat(256)))))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-336")
        .hasMessageContaining("has 256: host=" + "h".repeat(60) + "…. Use");
    assertThatThrownBy(() -> command(request().javaExecutable(Path.of("no-such-java"))))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("no-such-java");
    assertThatThrownBy(() -> command(request().environment(Map.of("A=B", "c"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("A=B");
    for (String wrong : List.of("soon", "0", "-1")) {
      assertThatThrownBy(() -> command(request().info(Map.of("rankpool.spawn.timeout", wrong))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong);
    }
  }

  @Test
  void filesOfOtherMachinesAreNotLookedFor() {
    SpawnCommand command =
        command(
            request().info(Map.of("host", "far")).javaExecutable(Path.of("/far/away/bin/java")));
    assertThat(command.executable()).isEqualTo("/far/away/bin/java");
  }

  private static SpawnRequest.Builder request() {
    return SpawnRequest.of(2, Program.class);
  }

  private static SpawnCommand command(SpawnRequest.Builder request) {
    return SpawnCommand.of(request.build(), INSTALLATION, Map.of());
  }

  /** Never runs. */
  public static final class Program implements RankProgram {
    /** For the check that it can be loaded. */
    public Program() {}

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) {
      throw new AssertionError();
    }
  }
}
