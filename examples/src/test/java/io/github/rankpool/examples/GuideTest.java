package io.github.rankpool.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.config.Setting;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Keeps docs/guide.md true: its code is compiled and run, and its tables miss no option. */
@ExtendWith(Watchdog.class)
class GuideTest {
  private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern NAME =
      Pattern.compile("\"((?:rankpool\\.[a-z.-]*[a-z])|(?:RANKPOOL_[A-Z_]*[A-Z]))\"");

  private final String guide = read(Path.of("../docs/guide.md"));
  private final String settings = read(Path.of("../docs/settings.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void itsCodeIsThatOfTheExamples() {
    List<String> examples = sources(Path.of("src")).map(file -> unindented(read(file))).toList();
    List<String> snippets =
        SNIPPET.matcher(guide).results().map(match -> unindented(match.group(1))).toList();

    assertThat(snippets).isNotEmpty();
    for (String snippet : snippets) {
      assertThat(examples).as(snippet).anyMatch(example -> example.contains(snippet));
    }
  }

  @Test
  void itsLinksAndPicturesAreThere() {
    List<String> targets =
        LINK.matcher(guide).results().map((MatchResult match) -> match.group(1)).toList();

    assertThat(targets).isNotEmpty();
    assertThat(targets)
        .allSatisfy(target -> assertThat(Path.of("../docs").resolve(target)).exists());
  }

  @Test
  void everyOptionOfTheBuilderIsInItsTable() {
    assertThat(firstCells("in the program"))
        .isEqualTo(methodsReturning(MpiPoolExecutorBuilder.class));
  }

  @Test
  void everyOptionOfMapIsInItsTable() {
    assertThat(firstCells("option of `map`")).isEqualTo(methodsReturning(MapOptions.class));
  }

  /** Names of the methods that set something. */
  private static Set<String> methodsReturning(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .filter(method -> method.getReturnType() == type)
        .map(Method::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The methods that the first cells of a table's rows name. */
  private Set<String> firstCells(String heading) {
    Pattern method = Pattern.compile("^\\| `(\\w+)\\(");
    return rows(heading)
        .flatMap(row -> method.matcher(row).results())
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The rows of the table whose first column has a heading. */
  private Stream<String> rows(String heading) {
    List<String> lines = guide.lines().toList();
    List<String> tables =
        lines.stream().filter(line -> line.startsWith("| " + heading + " |")).toList();
    assertThat(tables).as(heading).hasSize(1);
    return lines.stream()
        .skip(lines.indexOf(tables.get(0)) + 2L)
        .takeWhile(line -> line.startsWith("|"));
  }

  @Test
  void everySettingIsInATableUnderAllItsNames() {
    Set<String> options = methodsReturning(MpiPoolExecutorBuilder.class);
    for (Setting<?> setting : Setting.all()) {
      String method = methodOf(setting);
      boolean option = options.contains(method);
      String start = option ? "| `" + method + "(" : "| `" + setting.variable() + "`";
      assertThat(rows(option ? "in the program" : "environment variable"))
          .as(setting.key())
          .anyMatch(
              row ->
                  row.startsWith(start)
                      && row.contains("`" + setting.property() + "`")
                      && row.contains("`" + setting.variable() + "`"));
    }
  }

  /** The name that its method has if the builder has one. */
  private static String methodOf(Setting<?> setting) {
    return Pattern.compile("-(.)")
        .matcher(setting.key())
        .replaceAll(match -> match.group(1).toUpperCase(Locale.ROOT));
  }

  @Test
  void everyPropertyAndVariableOfTheSourcesIsExplained() throws IOException {
    Set<String> names;
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      names =
          modules
              // Names in metrics are those of meters.
              .filter(module -> !(module.endsWith("testkit") || module.endsWith("metrics")))
              .map(module -> module.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .flatMap(GuideTest::sources)
              .flatMap(file -> NAME.matcher(read(file)).results())
              .map(match -> match.group(1))
              .collect(Collectors.toCollection(TreeSet::new));
    }

    assertThat(names).contains("rankpool.spawn.timeout", "RANKPOOL_OPENMPI_JAR");
    assertThat(names).allSatisfy(name -> assertThat(guide + settings).contains("`" + name + "`"));
  }

  @Test
  void itsCodeRuns() throws Exception {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend("threads").maxWorkers(2).build()) {
      assertThat(GuideSnippets.tasks(pool)).isEqualTo(1024);
      assertThat(GuideSnippets.limits(pool)).isEqualTo(Math.sqrt(2.0));
      assertThat(GuideSnippets.maps(pool)).containsExactly(6.0);
      assertThat(GuideSnippets.endlessMap(pool)).containsExactly(1, 4, 9, 16, 25, 36, 49, 64, 81);
      assertThat(GuideSnippets.waiting(pool)).isPositive();
      assertThat(GuideSnippets.combining(pool)).isEqualTo("the last is 81");
      assertThat(GuideSnippets.parallel(pool)).isEqualTo(Math.sqrt(13));
      assertThat(GuideSnippets.communicator(pool)).isEqualTo(2);
      assertThat(GuideSnippets.errors(pool))
          .isInstanceOf(NumberFormatException.class)
          .hasRootCauseInstanceOf(RemoteStackTrace.class);
    }
  }

  @Test
  void itsCodeThatLooksAtARunWritesTheFiles(@TempDir Path folder) throws IOException {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend("threads").maxWorkers(2).build()) {
      GuideSnippets.looking(pool, folder);
    }

    assertThat(folder.resolve("run.html")).isNotEmptyFile();
    assertThat(folder.resolve("run.json")).isNotEmptyFile();
  }

  @Test
  void itsCodeThatMakesPoolsRuns() {
    String before = System.setProperty("rankpool.backend", "threads");
    try {
      assertThat(GuideSnippets.globals()).startsWith("3 points on worker ");
      assertThat(GuideSnippets.everyRankRunsThis()).isEqualTo(14);
      try (MpiPoolExecutor pool = GuideSnippets.processes()) {
        assertThat(pool.backend()).isEqualTo("threads");
      }
    } finally {
      if (before == null) {
        System.clearProperty("rankpool.backend");
      } else {
        System.setProperty("rankpool.backend", before);
      }
    }
  }
}
