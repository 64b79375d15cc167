package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathTest {
  private static final Path HERE = Path.of("").toAbsolutePath();

  @Test
  void entriesBecomeAbsoluteAndKeepTheirOrder() {
    assertThat(ClassPath.parse("b.jar" + File.pathSeparator + "a/../classes"))
        .containsExactly(HERE.resolve("b.jar").toString(), HERE.resolve("classes").toString());
  }

  @Test
  void anEmptyEntryIsTheWorkingFolder() {
    assertThat(ClassPath.parse("")).containsExactly(HERE.toString());
    assertThat(ClassPath.parse(File.pathSeparator + "a"))
        .containsExactly(HERE.toString(), HERE.resolve("a").toString());
  }

  @Test
  void aWildcardStandsForTheJarsOfItsFolder(@TempDir Path folder) throws IOException {
    for (String name : new String[] {"b.jar", "a.JAR", "notes.txt"}) {
      Files.createFile(folder.resolve(name));
    }
    Files.createFile(Files.createDirectory(folder.resolve("inner")).resolve("c.jar"));

    assertThat(ClassPath.parse(folder + File.separator + "*"))
        .containsExactly(folder.resolve("a.JAR").toString(), folder.resolve("b.jar").toString());
  }

  @Test
  void aWildcardOfAFolderThatIsNotThereStandsForNothing(@TempDir Path folder) {
    assertThat(ClassPath.parse(folder.resolve("missing") + File.separator + "*")).isEmpty();
  }

  @Test
  void aLongOneIsShortInWordsAndTellsWhatIsNotThere(@TempDir Path folder) {
    List<String> entries = List.of(folder.toString(), "/a", "/b", "/c", "/d", "/e");

    assertThat(ClassPath.inWords(entries))
        .isEqualTo(folder + ", /a, /b, /c and 2 more; not there: /a, /b, /c, /d and 1 more");
    assertThat(ClassPath.inWords(List.of())).isEqualTo("empty");
  }
}
