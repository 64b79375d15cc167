package io.github.rankpool.it;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Marks that tasks set and tests see, whatever process the tasks run in. */
final class Marks implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String directory;

  Marks(Path directory) {
    try {
      this.directory = Files.createTempDirectory(directory, "marks").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets a mark; one that is set already is an error. */
  void set(String name) {
    try {
      Files.createFile(Path.of(directory, name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isSet(String name) {
    return Files.exists(Path.of(directory, name));
  }

  /** All that are set, in alphabetical order. */
  List<String> all() {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
