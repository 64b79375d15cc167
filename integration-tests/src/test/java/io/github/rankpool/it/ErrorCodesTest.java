package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/errors.md} and the sources in step, both ways. */
class ErrorCodesTest {
  private static final Path HOME = Path.of("..");
  private static final Pattern CODE = Pattern.compile("RP-[0-9]{3}");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (RP-[0-9]{3})");

  @Test
  void everyCodeInTheSourcesIsExplainedAndEveryExplanationHasItsCode() throws IOException {
    Set<String> used = new TreeSet<>();
    try (Stream<Path> modules = Files.list(HOME)) {
      for (Path sources : modules.map(m -> m.resolve("src/main/java")).toList()) {
        collect(sources, used);
      }
    }
    Set<String> explained = codesIn(Files.readString(HOME.resolve("docs/errors.md")));

    assertThat(used).isNotEmpty().isEqualTo(explained);
  }

  @Test
  void everyTableIsInTheOrderOfItsCodes() throws IOException {
    String page = Files.readString(HOME.resolve("docs/errors.md"));

    for (String table : page.split("\n## ", -1)) {
      assertThat(ROW.matcher(table).results().map(row -> row.group(1))).isSorted();
    }
  }

  private static void collect(Path sources, Set<String> codes) throws IOException {
    if (!Files.isDirectory(sources)) {
      return;
    }
    try (Stream<Path> files = Files.walk(sources)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .forEach(file -> codes.addAll(codesIn(read(file))));
    }
  }

  private static Set<String> codesIn(String text) {
    Set<String> codes = new TreeSet<>();
    for (Matcher matcher = CODE.matcher(text); matcher.find(); ) {
      codes.add(matcher.group());
    }
    return codes;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
