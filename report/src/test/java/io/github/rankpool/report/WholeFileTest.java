package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
  private final Path folder;

  WholeFileTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void aFileOfTheSameNameIsReplaced() throws IOException {
    Path file = folder.resolve("run.html");
    WholeFile.write(file, writer -> writer.write("a longer text"));
    WholeFile.write(file, writer -> writer.write("\u00fc \ud83d\ude80 \ud83d"));

    assertThat(Files.readString(file)).isEqualTo("\u00fc \ud83d\ude80 ?");
    assertThat(files()).containsExactly(file);
  }

  @Test
  void whatCannotBeWrittenLeavesNothingBehind() throws IOException {
    Path occupied = Files.createDirectory(folder.resolve("run.html"));
    Files.createFile(occupied.resolve("any"));

    assertThatIOException()
        .isThrownBy(() -> WholeFile.write(occupied, writer -> writer.write("text")))
        .withMessageStartingWith("RP-622: " + occupied + " cannot be written: ");
    assertThat(files()).containsExactly(occupied);
  }

  @Test
  void withoutItsFolderAFileIsNotWritten() {
    Path file = folder.resolve("missing/run.html");

    assertThatIOException()
        .isThrownBy(() -> WholeFile.write(file, writer -> writer.write("text")))
        .withMessageContainingAll("RP-622: ", file.toString(), "See that its folder exists");
  }
}
