package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps the BOM, which inherits nothing, in step with the modules. */
class BomTest {
  private static final Set<String> NOT_PUBLISHED =
      Set.of("bom", "benchmarks", "distribution", "example-spring-boot", "integration-tests");

  private final String parent = read("../pom.xml");
  private final String bom = read("../bom/pom.xml");

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void itListsEveryModuleThatIsPublished() {
    Set<String> modules = found("<module>(.+)</module>", parent);
    modules.removeAll(NOT_PUBLISHED);

    assertThat(modules).contains("core", "backend-openmpi", "backend-mpj");
    assertThat(found("<artifactId>rankpool-(.+)</artifactId>", managed())).isEqualTo(modules);
  }

  private String managed() {
    return bom.substring(bom.indexOf("<dependencyManagement>"), bom.indexOf("<build>"));
  }

  @Test
  void itHasTheVersionOfTheModules() {
    String own = "<version>([0-9].+)</version>\\s+<packaging>pom</packaging>";

    assertThat(found(own, bom)).hasSize(1).isEqualTo(found(own, parent));
    assertThat(found("<version>(.+)</version>", managed())).containsExactly("${project.version}");
  }

  @Test
  void itFormatsWithThePluginOfTheModules() {
    String formatter = "spotless-maven-plugin</artifactId>\\s+<version>(.+)</version>";

    assertThat(found(formatter, bom)).hasSize(1).isEqualTo(found(formatter, parent));
  }
}
