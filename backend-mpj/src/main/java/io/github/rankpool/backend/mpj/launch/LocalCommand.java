package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A spawn request as a command of this machine. */
final class LocalCommand {
  private LocalCommand() {}

  /**
   * Prepares a process.
   *
   * @throws MpiException (RP-350) if it is clear that it could not be started
   */
  static ProcessBuilder of(SpawnRequest request) {
    if (!request.info().isEmpty()) {
      throw impossible(
          "this backend knows no hints, and was given " + request.info().keySet(), "Leave them out");
    }
    if (request.classPath().isEmpty() && !isProgram(request.program())) {
      throw impossible(
          "'" + request.program() + "' is no RankProgram on the ranks' class path",
          "Put it there; it must be public, with a public constructor without arguments");
    }
    List<String> command = new ArrayList<>();
    command.add(java(request));
    command.addAll(request.jvmArguments());
    command.addAll(List.of("-cp", classPath(request), SpawnedRankMain.class.getName()));
    ProcessBuilder process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    request.workingDirectory().ifPresent(directory -> process.directory(existing(directory)));
    request
        .environment()
        .forEach(
            (name, value) -> {
              try {
                process.environment().put(name, value);
              } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                    "RP-303: '" + name + "' cannot be an environment variable with its value", e);
              }
            });
    return process;
  }

  /** Starts a prepared process. */
  static Process start(ProcessBuilder process) {
    try {
      return process.start();
    } catch (IOException e) {
      throw new MpiException(
          "RP-350",
          "cannot spawn: " + e.getMessage() + ". Name a java of this machine that can be run.",
          e);
    }
  }

  private static String java(SpawnRequest request) {
    return request
        .javaExecutable()
        // A bare name is for the PATH; relative paths are this process's.
        .map(path -> path.getNameCount() == 1 && !path.isAbsolute() ? path : path.toAbsolutePath())
        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"))
        .toString();
  }

  /** Absolute, because the ranks may start in another folder. */
  private static String classPath(SpawnRequest request) {
    Stream<Path> entries =
        request.classPath().isEmpty()
            ? Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
            : request.classPath().stream();
    return entries
        .map(path -> path.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static File existing(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw impossible("there is no directory '" + directory + "'", "Create it or name another");
    }
    return directory.toFile();
  }

  private static boolean isProgram(String name) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return RankProgram.class.isAssignableFrom(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static MpiException impossible(String problem, String remedy) {
    return new MpiException("RP-350", "cannot spawn: " + problem + ". " + remedy + ".");
  }
}
