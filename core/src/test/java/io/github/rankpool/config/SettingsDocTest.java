package io.github.rankpool.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/settings.md says what the definitions say, and these miss no name that anything reads. */
class SettingsDocTest {
  private static final Path HOME = Path.of("..");
  private static final Path PAGE = HOME.resolve("docs/settings.md");
  private static final Path MADE = Path.of("target/settings.md");
  private static final String PROPERTY = "rankpool\\.[a-z.-]*[a-z](?=\")";
  private static final Pattern NAME =
      Pattern.compile("(?<=\")" + PROPERTY + "|\\bRANKPOOL_[A-Z0-9_]*[A-Z0-9]\\b");
  private static final Pattern READ_BY_A_TEST =
      Pattern.compile("(?<=\\.get\\w{1,9}\\(\")" + PROPERTY);

  @Test
  void itsTablesAreMadeOfTheDefinitions() throws IOException {
    String page = Files.readString(PAGE);
    String expected = withTable(withTable(page, settings()), otherNames());
    Files.writeString(MADE, expected);

    assertThat(page)
        .as("docs/settings.md is out of date: cp core/target/settings.md docs/settings.md")
        .isEqualTo(expected);
  }

  private static String withTable(String page, String table) {
    String heading = table.substring(0, table.indexOf('\n') + 1);
    Matcher place = Pattern.compile(Pattern.quote(heading) + "(\\|.*\n)*").matcher(page);
    assertThat(place.results()).as("tables with the heading " + heading).hasSize(1);
    return place.replaceFirst(Matcher.quoteReplacement(table));
  }

  private static String settings() {
    Stream<String> rows =
        Setting.all().stream()
            .map(
                setting ->
                    row(
                        "`" + setting.key() + "`",
                        "`" + setting.variable() + "`",
                        setting.accepted().replace("*", "\\*"),
                        setting.defaultInWords(),
                        setting.meaning(),
                        alsoRead(setting)));
    return table(rows, "setting", "environment variable", "values", "default", "meaning", "also");
  }

  private static String alsoRead(Setting<?> setting) {
    return Stream.concat(setting.aliases().stream(), setting.mpi4pyVariable().stream())
        .map(name -> "`" + name + "`")
        .collect(Collectors.joining(", "));
  }

  private static String otherNames() {
    Stream<String> rows =
        OtherName.ALL.stream().map(other -> row("`" + other.name() + "`", other.meaning()));
    return table(rows, "name", "what it is for");
  }

  private static String table(Stream<String> rows, String... columns) {
    return row(columns)
        + "|---".repeat(columns.length)
        + "|\n"
        + rows.collect(Collectors.joining());
  }

  private static String row(String... cells) {
    return Stream.of(cells).collect(Collectors.joining(" | ", "| ", " |\n")).replace("|  |", "| |");
  }

  /** Otherwise there would be warnings of names that are right. */
  @Test
  void everyNameThatThisProjectReadsIsKnown(@TempDir Path nothingInIt) throws IOException {
    Set<String> names = new TreeSet<>();
    collect(NAME, "src/main", names);
    collect(READ_BY_A_TEST, "src/test", names);
    for (Path script : filesIn(HOME.resolve("bin")).toList()) {
      collect(NAME, script, names);
    }
    names.remove(SettingsFile.NAME);
    assertThat(names)
        .contains(
            "rankpool.mpj.home",
            "rankpool.fuzz.seed",
            "RANKPOOL_JAVA_OPTS",
            "RANKPOOL_MAX_WORKERS");

    Properties properties = new Properties();
    names.forEach(name -> properties.setProperty(name, ""));
    TreeMap<String, String> variables = new TreeMap<>();
    names.forEach(name -> variables.put(name, ""));
    properties.remove(OtherName.FILE_PROPERTY);
    assertThat(Settings.of(properties, variables, nothingInIt).unknownNames()).isEmpty();
  }

  private static void collect(Pattern pattern, String folder, Set<String> names)
      throws IOException {
    try (Stream<Path> modules = Files.list(HOME)) {
      List<Path> files =
          modules
              // Its names are those of meters.
              .filter(module -> !module.endsWith("metrics"))
              .map(module -> module.resolve(folder))
              .filter(Files::isDirectory)
              .flatMap(SettingsDocTest::filesIn)
              .toList();
      for (Path file : files) {
        collect(pattern, file, names);
      }
    }
  }

  private static void collect(Pattern pattern, Path file, Set<String> names) throws IOException {
    pattern.matcher(Files.readString(file)).results().map(MatchResult::group).forEach(names::add);
  }

  private static Stream<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
