package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What other modules have packed in the same build as these tests: bin/t has folders of its own.
 */
final class Built {
  private Built() {}

  /** The only file of a module's build whose name ends so. */
  static Path file(String module, String ending) throws IOException, URISyntaxException {
    Path here = Path.of("").toAbsolutePath();
    Path classes = Path.of(Built.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path build = here.relativize(classes.resolveSibling(""));
    try (Stream<Path> files = Files.list(here.resolveSibling(module).resolve(build))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(ending)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }
}
