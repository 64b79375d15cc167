package io.github.rankpool.backend.mpj.launch;

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

/**
 * Finds out before a launch what would make every rank fail, to say it in better words than theirs
 * (rule S-6).
 */
final class LaunchChecks {
  private LaunchChecks() {}

  /**
   * Checks a request.
   *
   * @param local whether all ranks go to this host; files of others cannot be looked at from here
   * @throws MpiException (RP-350) naming what is wrong
   */
  static void check(SpawnRequest request, boolean local) {
    request.environment().forEach(LaunchChecks::checkVariable);
    request.jvmArguments().forEach(LaunchChecks::checkArgument);
    if (!local) {
      return;
    }
    request.javaExecutable().ifPresent(LaunchChecks::checkExecutable);
    LaunchOptions.directory(request).ifPresent(LaunchChecks::checkDirectory);
    checkProgram(request);
  }

  private static void checkVariable(String name, String value) {
    if (name.isEmpty() || name.indexOf('=') >= 0 || (name + value).indexOf('\0') >= 0) {
      throw impossible(
          "'" + name + "' cannot be an environment variable with its value",
          "Names hold no '=', neither of them a zero character");
    }
  }

  private static void checkArgument(String argument) {
    if (argument.indexOf('\0') >= 0) {
      throw impossible(
          "the JVM argument '" + argument + "' holds a zero character", "No command line can");
    }
  }

  private static void checkExecutable(Path path) {
    boolean bareName = path.getNameCount() == 1 && !path.isAbsolute();
    boolean found = bareName ? isOnPath(path) : isExecutable(path);
    if (!found) {
      throw impossible("there is no executable '" + path + "'", "Name a java of this machine");
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
      throw impossible("no URL for an entry of the class path " + classPath, "Correct it");
    } catch (IOException e) {
      throw impossible("cannot read the class path " + classPath + ": " + e, "Correct it");
    }
  }

  private static MpiException impossible(String problem, String remedy) {
    return new MpiException("RP-350", "cannot spawn: " + problem + ". " + remedy + ".");
  }
}
