package io.github.rankpool.backend.openmpi.bindings;

import io.github.rankpool.backend.openmpi.Installation;
import io.github.rankpool.backend.openmpi.SpawnedRank;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.SpawnRequest;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A spawn request in the words of Open MPI: what to execute, and hints (MPI-4.0 §11.8.4).
 *
 * @param ranks how many
 * @param executable the java to run, or {@code env}
 * @param arguments of the executable
 * @param info hints
 * @param limit how long the ranks may take to initialise MPI
 */
record SpawnCommand(
    int ranks,
    String executable,
    List<String> arguments,
    Map<String, String> info,
    Duration limit) {

  /** Carries the credential, in Base64. */
  static final String CREDENTIAL_VARIABLE = "RANKPOOL_CREDENTIAL";

  /** System property, or info key of a request. */
  static final String TIMEOUT_KEY = "rankpool.spawn.timeout";

  private static final Duration DEFAULT_LIMIT = Duration.ofMinutes(2);

  /** More ranks than slots are for the caller to avoid; a singleton counts as one slot. */
  private static final Map<String, String> DEFAULT_HINTS =
      Map.of("map_by", "slot:OVERSUBSCRIBE", "bind_to", "none");

  private static final String ENVIRONMENT = "env";
  private static final String DIRECTORY = "wdir";

  /** Bytes of a value, without the zero behind it (MPI_MAX_INFO_VAL of Open MPI is 256). */
  private static final int LONGEST_VALUE = 255;

  /** Characters of a value that is too long. */
  private static final int SHOWN_OF_VALUE = 60;

  private static final int NATIVE_ACCESS_WARNS_SINCE = 24;

  /**
   * Translates a request.
   *
   * @param defaults environment variables, where the request does not set them
   */
  static SpawnCommand of(
      SpawnRequest request, Installation installation, Map<String, String> defaults) {
    SpawnChecks.check(request);
    Map<String, String> info = new TreeMap<>(DEFAULT_HINTS);
    info.putAll(request.info());
    final Duration limit = limit(info.remove(TIMEOUT_KEY));
    request.workingDirectory().ifPresent(d -> info.put(DIRECTORY, d.toAbsolutePath().toString()));
    List<String> command = new ArrayList<>(environment(request, defaults, info));
    String java = java(request);
    if (!command.isEmpty()) {
      SpawnChecks.checkAfterVariables(java);
    }
    command.add(java);
    command.addAll(jvmArguments(request, installation));
    command.add(SpawnedRank.class.getName());
    Stream.concat(Stream.of("openmpi", request.program()), request.arguments().stream())
        .map(SpawnedRank::encode)
        .forEach(command::add);
    info.forEach(SpawnCommand::checkLength);
    return new SpawnCommand(
        request.ranks(),
        command.get(0),
        List.copyOf(command.subList(1, command.size())),
        Map.copyOf(info),
        limit);
  }

  /**
   * Passes the environment by a hint, as far as it fits; the credential always, because a command
   * line can be read by others (rule S-5).
   *
   * @return what to put before the command for those variables that do not fit
   */
  private static List<String> environment(
      SpawnRequest request, Map<String, String> defaults, Map<String, String> info) {
    StringBuilder hint = new StringBuilder(info.getOrDefault(ENVIRONMENT, ""));
    if (request.credential().length > 0) {
      append(
          hint,
          CREDENTIAL_VARIABLE + "=" + Base64.getEncoder().encodeToString(request.credential()));
    }
    List<String> rest = new ArrayList<>();
    Map<String, String> variables = new TreeMap<>(defaults);
    variables.putAll(request.environment());
    variables.forEach(
        (name, value) -> {
          String assignment = name + "=" + value;
          boolean plain = assignment.chars().allMatch(c -> c > ' ' && c < 127);
          if (plain && hint.length() + 1 + assignment.length() <= LONGEST_VALUE) {
            append(hint, assignment);
          } else {
            rest.add(assignment);
          }
        });
    if (hint.length() > 0) {
      info.put(ENVIRONMENT, hint.toString());
    }
    if (!rest.isEmpty()) {
      rest.add(0, "/usr/bin/env");
    }
    return rest;
  }

  private static void append(StringBuilder hint, String assignment) {
    hint.append(hint.length() == 0 ? "" : "\n").append(assignment);
  }

  private static String java(SpawnRequest request) {
    return request
        .javaExecutable()
        // A bare name is for the PATH of the rank's machine; relative paths are this process's.
        .map(path -> path.getNameCount() == 1 && !path.isAbsolute() ? path : path.toAbsolutePath())
        .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"))
        .toString();
  }

  private static List<String> jvmArguments(SpawnRequest request, Installation installation) {
    List<String> arguments = new ArrayList<>();
    if (request.javaExecutable().isEmpty()
        && Runtime.version().feature() >= NATIVE_ACCESS_WARNS_SINCE) {
      arguments.add("--enable-native-access=ALL-UNNAMED");
    }
    arguments.add("-D" + Installation.JAR_PROPERTY + "=" + installation.jar());
    arguments.add("-D" + Installation.LIBRARY_PROPERTY + "=" + installation.library());
    arguments.addAll(request.jvmArguments());
    arguments.add("-cp");
    arguments.add(classPath(request));
    return arguments;
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

  private static Duration limit(@Nullable String hint) {
    String text = hint != null ? hint : System.getProperty(TIMEOUT_KEY);
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    try {
      long seconds = Long.parseLong(text.strip());
      if (seconds > 0) {
        return Duration.ofSeconds(seconds);
      }
    } catch (NumberFormatException e) {
      throw Arguments.bad(TIMEOUT_KEY + " is '" + text + "', not a whole number of seconds");
    }
    throw Arguments.bad(TIMEOUT_KEY + " is " + text + ", not a positive number of seconds");
  }

  private static void checkLength(String key, String value) {
    int length = value.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_VALUE) {
      // Among the variables may be secrets.
      String shown =
          key.equals(ENVIRONMENT) ? "(not shown)" : value.substring(0, SHOWN_OF_VALUE) + "…";
      throw new MpiException(
          "RP-336",
          "Open MPI takes hints of at most "
              + LONGEST_VALUE
              + " bytes; this one has "
              + length
              + ": "
              + key
              + "="
              + shown
              + ". Use a shorter path, or a file where Open MPI takes one.");
    }
  }
}
