package io.github.rankpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keeps the pages for newcomers true: their code is compiled and run, their links lead somewhere.
 */
class NewcomersTest {
  private static final Path DOCS = Path.of("../docs");
  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern SCRIPT = Pattern.compile("```(?:ba)?sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private static List<String> blocks(Pattern pattern, String page) throws IOException {
    return pattern
        .matcher(Files.readString(DOCS.resolve(page)))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static List<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(NewcomersTest::read)
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return unindented(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"from-mpi4py.md", "from-threadpoolexecutor.md"})
  void codeIsThatOfTheExamples(String page) throws IOException {
    List<String> sources = sources();

    assertThat(blocks(JAVA, page))
        .isNotEmpty()
        .allSatisfy(
            block -> assertThat(sources).anyMatch(source -> source.contains(unindented(block))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"from-mpi4py.md", "from-threadpoolexecutor.md", "recipes.md", "mistakes.md"})
  void linksLeadSomewhere(String page) throws IOException {
    assertThat(blocks(LINK, page))
        .isNotEmpty()
        .allSatisfy(target -> assertThat(DOCS.resolve(target)).exists());
  }

  @Test
  void scriptsOfTheRecipesAreOnesForBash(@TempDir Path folder) throws IOException {
    List<String> scripts = blocks(SCRIPT, "recipes.md");
    assertThat(scripts).isNotEmpty();
    List<String> command = new ArrayList<>(List.of("bash", "-n"));
    for (String script : scripts) {
      command.add(Files.writeString(folder.resolve("script"), script).toString());
      TestProcess.command(command).run().assertClean();
      command.remove(command.size() - 1);
    }
  }

  @Test
  void programsForThoseWhoKnowMpi4pyRun(@TempDir Path folder) throws IOException {
    Path picture = folder.resolve("julia.pgm");

    onThreads(
        () -> {
          Powers.main(new String[0]);
          JuliaLines.main(new String[] {picture.toString()});
          WorkersPi.main(new String[] {"128"});
          AbsoluteValues.main(new String[0]);
        });

    assertThat(picture).hasSize("P5 1280 960 255\n".length() + 1280L * 960);
  }

  @Test
  void aProgramSwitchesByOneLine() throws Exception {
    List<String> words = List.of("one", "three");
    assertThat(SwitchingPools.letters(words)).isEqualTo(8);
    System.setProperty("cluster", "true");
    try {
      onThreads(() -> assertThat(SwitchingPools.letters(words)).isEqualTo(8));
    } finally {
      System.clearProperty("cluster");
    }
  }

  /** Code that may throw anything. */
  private interface Program {
    void run() throws Exception;
  }

  private static void onThreads(Program program) {
    System.setProperty("rankpool.backend", "threads");
    try {
      program.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    } finally {
      System.clearProperty("rankpool.backend");
    }
  }
}
