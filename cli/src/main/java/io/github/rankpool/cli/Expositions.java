package io.github.rankpool.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * Finds the {@link Exposition}. In the archive its jars are in the folder {@code metrics} beside
 * those of the command, and are given a class loader of their own: neither the program, which may
 * have another version of them, nor any worker has them on its class path.
 */
final class Expositions {
  private static final String FOLDER = "metrics";

  private Expositions() {}

  /**
   * Loads it.
   *
   * @throws RefusedException if it is not there
   */
  static Exposition load() throws RefusedException {
    return load(folder());
  }

  /** As {@link #load()}, with the folder where the jars are; they may be on the class path, too. */
  static Exposition load(Path folder) throws RefusedException {
    // It lives as long as the exposition, which is as long as the JVM.
    ClassLoader loader = new URLClassLoader(jarsIn(folder), Expositions.class.getClassLoader());
    try {
      return ServiceLoader.load(Exposition.class, loader)
          .findFirst()
          .orElseThrow(() -> missing(folder, "there is no rankpool-metrics-prometheus"));
    } catch (ServiceConfigurationError | LinkageError e) {
      throw missing(folder, "a jar is missing or damaged: " + e.getMessage());
    }
  }

  private static Path folder() {
    CodeSource source = Expositions.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).resolveSibling(FOLDER);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the class path has what is no URL", e);
    }
  }

  private static URL[] jarsIn(Path folder) {
    List<URL> jars = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path file : files) {
          jars.add(url(file));
        }
      } catch (IOException e) {
        return new URL[0];
      }
    }
    return jars.toArray(URL[]::new);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("a path has a URL: " + file, e);
    }
  }

  private static RefusedException missing(Path folder, String reason) {
    return new RefusedException(
        "RP-624: --metrics-port needs the jars in "
            + folder
            + ", but "
            + reason
            + ". Unpack the archive of Rankpool again, whole, or leave the option out.");
  }
}
