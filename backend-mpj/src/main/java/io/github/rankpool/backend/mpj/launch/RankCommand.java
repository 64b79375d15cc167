package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.SpawnRequest;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts a rank: nothing but what makes its JVM. What the rank is to do it reads
 * from its standard input.
 */
final class RankCommand {
  private final SpawnRequest request;
  private final List<String> ssh;
  private final String mainClass;

  RankCommand(SpawnRequest request, List<String> ssh, String mainClass) {
    this.request = request;
    this.ssh = ssh;
    this.mainClass = mainClass;
  }

  /** Not started; standard input is a pipe, output and error are this process's. */
  ProcessBuilder on(Place place) {
    ProcessBuilder builder = new ProcessBuilder();
    builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    if (place.isLocal()) {
      builder.command(java());
      LaunchOptions.directory(request)
          .ifPresent(directory -> builder.directory(directory.toFile()));
      builder.environment().putAll(request.environment());
    } else {
      builder.command(remote(place.host()));
    }
    return builder;
  }

  private List<String> remote(String host) {
    List<String> command = new ArrayList<>(ssh);
    // No terminal, and no question that nobody would answer.
    command.addAll(List.of("-T", "-o", "BatchMode=yes", host));
    // The user's shell there may be none of POSIX's.
    command.add("exec /bin/sh -c " + ShellText.quote(script()));
    return command;
  }

  String script() {
    List<String> words = new ArrayList<>();
    words.add("env");
    new TreeMap<>(request.environment()).forEach((name, value) -> words.add(name + "=" + value));
    words.addAll(java());
    String directory =
        LaunchOptions.directory(request)
            .map(path -> "cd " + quoted(path) + " && ")
            // A folder that is only here is no reason to fail: the home folder does as well.
            .orElseGet(() -> "cd " + quoted(Path.of("")) + " 2>/dev/null; ");
    return directory + "exec " + ShellText.join(words);
  }

  private static String quoted(Path path) {
    return ShellText.quote(path.toAbsolutePath().toString());
  }

  private List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.addAll(request.jvmArguments());
    command.add("-cp");
    command.add(classPath());
    command.add(mainClass);
    return command;
  }

  private String executable() {
    return request
        .javaExecutable()
        // A bare name is for the PATH of the rank's machine; relative paths are this process's.
        .map(path -> path.getNameCount() == 1 && !path.isAbsolute() ? path : path.toAbsolutePath())
        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"))
        .toString();
  }

  /** Absolute, because the ranks may start in another folder. */
  private String classPath() {
    Stream<Path> entries =
        request.classPath().isEmpty()
            ? Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
            : request.classPath().stream();
    return entries
        .map(path -> path.toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
