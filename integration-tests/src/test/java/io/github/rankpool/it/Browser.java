package io.github.rankpool.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.testkit.TestProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A real browser without a window, where there is one. */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  private final Path executable;

  /**
   * A page that was opened.
   *
   * @param markup of it, after its scripts have run
   * @param console what it has written there, errors among it
   */
  record Page(String markup, List<String> console) {}

  private Browser(Path executable) {
    this.executable = executable;
  }

  /** The first one on the path. Skips the test, saying so, where there is none. */
  static Browser assumeOne() {
    Optional<Path> found = find();
    assumeTrue(found.isPresent(), "there is none of these browsers here: " + NAMES);
    return new Browser(found.orElseThrow());
  }

  private static Optional<Path> find() {
    String path = String.valueOf(System.getenv("PATH"));
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Opens a page.
   *
   * @param file the page
   * @param folder for the browser's own files
   */
  Page open(Path file, Path folder) {
    String output =
        TestProcess.command(
                executable.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + folder,
                "--enable-logging=stderr",
                "--virtual-time-budget=2000",
                "--dump-dom",
                file.toUri().toString())
            .limit(Duration.ofSeconds(80))
            .run()
            .output();
    return new Page(output, output.lines().filter(line -> line.contains(":CONSOLE")).toList());
  }
}
