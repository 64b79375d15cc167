package io.github.rankpool.cli;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.MpiProvider;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sees that a run can be as its options say, so that no program runs for hours in vain. */
final class OptionChecks {
  private final Providers backends;

  /**
   * Checks nothing yet.
   *
   * @param backends that there are
   */
  OptionChecks(Providers backends) {
    this.backends = backends;
  }

  /**
   * Checks all options.
   *
   * @throws RefusedException naming the first that cannot be
   */
  void check(RunOptions options) throws RefusedException {
    Optional<MpiProvider> launcher = backends.launcher();
    if (options.backend() != null) {
      checkBackend(options.backend(), launcher);
    }
    if (options.workers() != null && launcher.isPresent()) {
      throw new RefusedException(
          "RP-620: --workers "
              + options.workers()
              + " is not for programs under the launcher of "
              + launcher.get().name()
              + ", which has started the workers already: all its ranks but one. Give the launcher"
              + " one more than the workers you want, or run without it.");
    }
    if (options.metricsPort() != null) {
      MetricsServer.check(options.metricsPort());
      Expositions.load();
    }
    checkFile("--report", options.report());
    checkFile("--trace", options.trace());
  }

  /**
   * Checks that nobody names a backend and a service, which has chosen its own.
   *
   * @param settings valid ones
   * @throws RefusedException if both are named
   */
  void requireNoService(String backend, Settings settings) throws RefusedException {
    Settings.Value<String> service = settings.find(Setting.SERVICE).orElse(null);
    // Ranks that a launcher has started come before a service that is set outside the program.
    if (service != null && backends.launcher().isEmpty()) {
      throw new RefusedException(
          "RP-620: --backend "
              + backend
              + ": the service '"
              + service.value()
              + "' ("
              + service.origin()
              + ") is to run the tasks, and has chosen its own backend. Leave the option out, or"
              + " unset the service.");
    }
  }

  /**
   * Checks what is set outside the command line.
   *
   * @throws RefusedException if a setting is not valid
   */
  static void requireValid(Supplier<Settings> settings) throws RefusedException {
    try {
      settings.get().requireValid();
    } catch (IllegalArgumentException e) {
      throw RefusedException.settings(String.valueOf(e.getMessage()));
    }
  }

  private void checkBackend(String name, Optional<MpiProvider> launcher) throws RefusedException {
    if (launcher.isPresent() && !launcher.get().name().equals(name)) {
      throw new RefusedException(
          "RP-620: --backend "
              + name
              + ": the launcher of "
              + launcher.get().name()
              + " started this process, whose ranks are the workers. Run without it, or leave the"
              + " option out.");
    }
    Availability availability =
        backends.named(name).orElseThrow(() -> unknown(name)).availability();
    if (!availability.usable()) {
      throw new RefusedException(
          "RP-620: --backend "
              + name
              + " cannot be used here: "
              + availability.detail()
              + ". "
              + availability.remedy());
    }
  }

  private RefusedException unknown(String name) {
    String known = backends.names().stream().sorted().collect(Collectors.joining(", "));
    return new RefusedException(
        "RP-620: --backend " + name + ": there is none of this name. Name one of: " + known + ".");
  }

  /** Files are written beside their place first, so it is the folder that must be writable. */
  private static void checkFile(String option, @Nullable String name) throws RefusedException {
    if (name == null) {
      return;
    }
    Path file;
    try {
      file = Path.of(name).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw unwritable(option, name, "that is no name of a file: " + e.getMessage());
    }
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw unwritable(option, name, "that is a folder. Name a file in it.");
    }
    if (!Files.isDirectory(folder)) {
      throw unwritable(option, name, "there is no folder " + folder + ". Make it before.");
    }
    if (!Files.isWritable(folder)) {
      throw unwritable(
          option, name, "you may not write into " + folder + ". Name a file in another folder.");
    }
  }

  private static RefusedException unwritable(String option, String name, String reason) {
    return new RefusedException("RP-621: " + option + " " + name + ": " + reason);
  }
}
