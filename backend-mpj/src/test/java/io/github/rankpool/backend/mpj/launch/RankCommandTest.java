package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.TestProcess;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RankCommandTest {
  private static final String HERE = Path.of("").toAbsolutePath().toString();

  private static SpawnRequest.Builder request() {
    return SpawnRequest.of(1, MemberPrograms.Waits.class)
        .jvmArguments(List.of("-Da=it's"))
        .classPath(List.of(Path.of("/lib/a b.jar"), Path.of("relative")))
        .arguments(List.of("unseen"));
  }

  private static RankCommand command(SpawnRequest.Builder request) {
    return new RankCommand(request.build(), List.of("ssh", "-p", "22"), "Main");
  }

  @Test
  void hereItIsJavaItself() {
    assertThat(command(request()).on(Place.LOCAL).command())
        .containsExactly(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Da=it's",
            "-cp",
            "/lib/a b.jar" + File.pathSeparator + HERE + "/relative",
            "Main");
    assertThat(command(request().javaExecutable(Path.of("java"))).on(Place.LOCAL).command())
        .startsWith("java");
    assertThat(command(request().javaExecutable(Path.of("bin/java"))).on(Place.LOCAL).command())
        .startsWith(HERE + "/bin/java");
  }

  @Test
  void elsewhereItIsSshWithOneWordForTheShellThere() {
    List<String> words = command(request()).on(new Place("me@node1")).command();
    assertThat(words)
        .startsWith("ssh", "-p", "22", "-T", "-o", "BatchMode=yes", "me@node1")
        .hasSize(8);
    assertThat(words.get(7)).startsWith("exec /bin/sh -c '").doesNotContain("unseen");
  }

  @Test
  void theScriptChangesTheFolderAndSetsTheEnvironment() {
    assertThat(
            command(
                    request()
                        .workingDirectory(Path.of("/a b"))
                        .environment(Map.of("X", "1", "B", "two words")))
                .script())
        .startsWith("cd '/a b' && exec 'env' 'B=two words' 'X=1' ")
        .endsWith(" '-Da=it'\\''s' '-cp' '/lib/a b.jar:" + HERE + "/relative' 'Main'");
  }

  @Test
  void aFolderThatIsOnlyHereIsNoReasonToFail() {
    String script = command(request().javaExecutable(Path.of("echo"))).script();
    assertThat(script).startsWith("cd '" + HERE + "' 2>/dev/null; exec ");
    String elsewhere = script.replace("cd '" + HERE, "cd '/nonexistent");
    TestProcess.Result result = TestProcess.command("sh", "-c", elsewhere).run().assertClean();
    assertThat(result.output()).startsWith("-Da=it's -cp");
  }
}
