package io.github.rankpool.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Holds a task until the test lets it go, whatever process the task runs in: through files that
 * both see.
 */
final class Gate implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String directory;

  Gate(Path directory) {
    try {
      this.directory = Files.createTempDirectory(directory, "gate").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For a task: tells that it has begun, and waits to be let go. */
  void pass() {
    tellBegun();
    awaitFile("open");
  }

  private void tellBegun() {
    try {
      // A name of its own: tasks begin at the very same nanosecond.
      Files.createTempFile(Path.of(directory), "begun-", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For the test: what {@link #pass} waits for is a file "open" in there. */
  String directory() {
    return directory;
  }

  /** For the test: waits until so many tasks have begun. */
  void awaitBegun(int tasks) {
    await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              try (var files = Files.list(Path.of(directory))) {
                return files.filter(f -> f.getFileName().toString().startsWith("begun")).count()
                    >= tasks;
              }
            });
  }

  /** For the test: lets all tasks go, those to come included. */
  void open() {
    touch("open");
  }

  /** Also ends when the test has deleted its directory, so that no task outstays it. */
  private void awaitFile(String name) {
    await()
        // Those of other threads, which may be the program's own in the same process.
        .dontCatchUncaughtExceptions()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Files.exists(Path.of(directory, name)) || !Files.exists(Path.of(directory)));
  }

  private void touch(String name) {
    try {
      Files.createFile(Path.of(directory, name));
    } catch (FileAlreadyExistsException e) {
      // The gate is open already.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
