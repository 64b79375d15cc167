package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of {@code docs/recipes.md} that one machine can run, which is their only host. */
class RecipesIT {
  private static final Path RECIPES = Path.of("../docs/recipes.md");
  private static final String PI = "3.14159";

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private final Path folder;
  private final Path home;

  RecipesIT(@TempDir Path folder) throws IOException, URISyntaxException {
    this.folder = folder;
    this.home = folder.resolve("home");
    Installation.in(home);
  }

  /** Whose second line is a comment with its name. */
  private TestProcess.Builder script(String name, String... arguments) throws IOException {
    Matcher block =
        Pattern.compile(
                "```bash\n(#!/bin/bash\n# " + Pattern.quote(name) + ": .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(RECIPES));
    assertThat(block.find()).as(name).isTrue();
    Path script = Files.writeString(folder.resolve(name), block.group(1));
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(List.of(arguments));
    Path java = Path.of(TestProcess.javaExecutable());
    return TestProcess.command(command)
        .directory(folder)
        .environment("RANKPOOL_HOME", home.toString())
        .environment("JAVA_HOME", System.getProperty("java.home"))
        .environment("PATH", java.getParent() + ":" + System.getenv("PATH"))
        .environment("OMPI_ALLOW_RUN_AS_ROOT", "1")
        .environment("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");
  }

  @Test
  @RequiresBackend("openmpi")
  void ranksAreStartedOnTheHostsOfAFile() throws IOException {
    Path hosts = Files.writeString(folder.resolve("my-hosts.txt"), "localhost slots=2\n");

    TestProcess.Result result =
        script("hosts.sh", hosts.toString(), "3")
            .environment("OMPI_MCA_rmaps_base_oversubscribe", "1")
            .run()
            .assertClean();

    assertThat(result.output()).contains("backend openmpi").containsOnlyOnce(PI);
  }

  @Test
  void withoutAFileOfHostsOneIsMade() throws IOException {
    TestProcess.Result result = script("hosts.sh").run();

    assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
    assertThat(result.output()).contains("hosts.txt was made: put your hosts there");
    assertThat(folder.resolve("hosts.txt")).hasContent("node1 slots=8\nnode2 slots=8\n");
  }

  @Test
  @RequiresBackend("mpj")
  void mpjExpressHasWorkersOnTheHostsThatAreNamed() throws IOException {
    TestProcess.Result result = script("mpj-hosts.sh", "localhost:2", "2").run().assertClean();

    assertThat(result.output()).contains("backend mpj").containsOnlyOnce(PI);
  }
}
