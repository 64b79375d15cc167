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
  private static final Pattern NAME =
      Pattern.compile("\"(rankpool\\.[a-z.-]*[a-z])\"|\\b(RANKPOOL_[A-Z0-9_]*[A-Z0-9])\\b");

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
    for (Path file : sources()) {
      for (MatchResult match : NAME.matcher(Files.readString(file)).results().toList()) {
        names.add(match.group(1) != null ? match.group(1) : match.group(2));
      }
    }
    names.remove(SettingsFile.NAME);
    assertThat(names).contains("rankpool.mpj.home", "RANKPOOL_JAVA_OPTS", "RANKPOOL_MAX_WORKERS");

    Properties properties = new Properties();
    names.forEach(name -> properties.setProperty(name, ""));
    TreeMap<String, String> variables = new TreeMap<>();
    names.forEach(name -> variables.put(name, ""));
    properties.remove(OtherName.FILE_PROPERTY);
    assertThat(Settings.of(properties, variables, nothingInIt).unknownNames()).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> modules = Files.list(HOME)) {
      return Stream.concat(
              modules.map(module -> module.resolve("src/main")), Stream.of(HOME.resolve("bin")))
          .filter(Files::isDirectory)
          .flatMap(SettingsDocTest::filesIn)
          .toList();
    }
  }

  private static Stream<Path> filesIn(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
