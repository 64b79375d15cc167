package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds out before a spawn what would make it hang: Open MPI waits for ever for a rank that could
 * not be started (rule S-6).
 */
final class SpawnChecks {
  /** Hints that name other machines, whose files cannot be looked at from here. */
  private static final Set<String> REMOTE_HINTS =
      Set.of("host", "hostfile", "add-host", "add-hostfile", "add_host", "add_hostfile");

  private SpawnChecks() {}

  static void check(SpawnRequest request) {
    request.environment().forEach(SpawnChecks::checkVariable);
    if (request.info().keySet().stream().anyMatch(REMOTE_HINTS::contains)) {
      return;
    }
    request.javaExecutable().ifPresent(SpawnChecks::checkExecutable);
    request.workingDirectory().ifPresent(SpawnChecks::checkDirectory);
    checkProgram(request);
  }

  private static void checkVariable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
      throw Arguments.bad("'" + name + "' cannot be an environment variable with its value");
    }
  }

  private static void checkExecutable(Path path) {
    boolean bareName = path.getNameCount() == 1 && !path.isAbsolute();
    boolean found = bareName ? isOnPath(path) : isExecutable(path);
    if (!found) {
      throw impossible("there is no executable '" + path + "'", "Name a java of this machine");
    }
  }

  /** What {@code env} executes must not look like one more variable. */
  static void checkAfterVariables(String java) {
    if (java.contains("=")) {
      throw impossible(
          "the command 'env' would take '" + java + "' for a variable, as there is a '=' in it",
          "Name a java by a path without it");
    }
  }

  private static boolean isOnPath(Path name) {
    String path = System.getenv("PATH");
    if (path != null) {
      for (String folder : path.split(File.pathSeparator, -1)) {
        if (isExecutable(Path.of(folder).resolve(name))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isExecutable(Path path) {
    return Files.isRegularFile(path) && Files.isExecutable(path);
  }

  private static void checkDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw impossible("there is no directory '" + directory + "'", "Create it or name another");
    }
  }

  private static void checkProgram(SpawnRequest request) {
    boolean found =
        request.classPath().isEmpty()
            ? isProgram(request.program())
            : isOn(request.classPath(), request.program());
    if (!found) {
      throw impossible(
          "'" + request.program() + "' is no RankProgram on the ranks' class path",
          "Put it there; it must be public, with a public constructor without arguments");
    }
  }

  private static boolean isProgram(String name) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return RankProgram.class.isAssignableFrom(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Looks for the file only: its class would come with all that it refers to. */
  private static boolean isOn(List<Path> classPath, String program) {
    List<URL> urls = new ArrayList<>();
    try {
      for (Path entry : classPath) {
        if (entry.endsWith("*")) {
          // A folder of jars, which the ranks' JVMs open themselves.
          return true;
        }
        urls.add(entry.toUri().toURL());
      }
      try (URLClassLoader loader = new URLClassLoader(urls.toArray(URL[]::new), null)) {
        return loader.findResource(program.replace('.', '/') + ".class") != null;
      }
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("no URL for an entry of " + classPath, e);
    } catch (IOException e) {
      throw impossible("cannot read the class path " + classPath + ": " + e, "Correct it");
    }
  }

  private static MpiException impossible(String problem, String remedy) {
    return new MpiException("RP-336", "cannot spawn: " + problem + ". " + remedy + ".");
  }
}
