package io.github.rankpool.cli;

import io.github.rankpool.spi.Hindrance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One run of {@link TrialMain} in a child process, as MPI may hang or take its process along. Ends
 * what it started in any case.
 */
final class Trial {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Less than the limit: the backends' own messages say more. */
  private static final int START_LIMIT_SECONDS = 30;

  private static final int NATIVE_ACCESS_WARNS_SINCE = 24;

  private final String backend;
  private final List<String> command;
  private final Duration limit;

  Trial(String backend, List<String> command, Duration limit) {
    this.backend = backend;
    this.command = command;
    this.limit = limit;
  }

  static Trial of(String backend) {
    return new Trial(backend, command(TrialMain.class, backend), LIMIT);
  }

  /**
   * What came of a trial.
   *
   * @param facts what was found out, by name
   * @param problem why it did not come to its end
   * @param printed by MPI or the JVM, if there is a problem
   */
  record Result(Map<String, String> facts, Optional<Hindrance> problem, List<String> printed) {}

  /** The words that run a class with this process's Java, class path and settings. */
  static List<String> command(Class<?> mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= NATIVE_ACCESS_WARNS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Drankpool.spawn.timeout=" + START_LIMIT_SECONDS);
    command.add("-Drankpool.mpj.start-timeout=" + START_LIMIT_SECONDS);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("rankpool.") || name.equals("java.library.path"))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  Result run() {
    Process process = start();
    // Stays there: to a process that has ended it does nothing.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "rankpool-trial-end"));
    List<String> lines = new ArrayList<>();
    Thread reader = new Thread(() -> read(process, lines), "rankpool-trial-output");
    reader.setDaemon(true);
    reader.start();
    boolean ended = false;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      end(process);
      // A process that escaped may hold the output open.
      reader.join(TimeUnit.SECONDS.toMillis(1));
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
    }
    synchronized (lines) {
      return judge(lines, ended ? Optional.of(process.exitValue()) : Optional.empty());
    }
  }

  private Process start() {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  private static void end(Process process) {
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private static void read(Process process, List<String> lines) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        synchronized (lines) {
          lines.add(line);
        }
      }
    } catch (IOException e) {
      synchronized (lines) {
        lines.add("[output lost: " + e + "]");
      }
    }
  }

  /** An empty status stands for a trial that had to be ended. */
  private Result judge(List<String> lines, Optional<Integer> status) {
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> printed = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(TrialMain.MARK)) {
        String[] parts = line.substring(TrialMain.MARK.length()).split("=", 2);
        facts.put(parts[0], parts[1]);
      } else if (!line.isBlank()) {
        printed.add(line);
      }
    }
    String name = Optional.ofNullable(facts.remove(TrialMain.STEP)).orElse("START");
    TrialMain.Step step = TrialMain.Step.valueOf(name);
    Optional<String> failure = Optional.ofNullable(facts.remove(TrialMain.FAILURE));
    facts.values().removeIf(String::isEmpty);
    if (step == TrialMain.Step.DONE && status.isPresent()) {
      return new Result(facts, Optional.empty(), List.of());
    }
    return new Result(facts, Optional.of(problem(step, failure, status)), printed);
  }

  private Hindrance problem(
      TrialMain.Step step, Optional<String> failure, Optional<Integer> status) {
    if (status.isEmpty()) {
      return new Hindrance(
          "RP-612: the trial of backend '"
              + backend
              + "' was not done within "
              + limit.toSeconds()
              + " s and was ended while it "
              + step.past(),
          remedy(step));
    }
    return new Hindrance(
        failure.orElseGet(
            () ->
                "RP-611: the trial of backend '"
                    + backend
                    + "' ended with status "
                    + status.get()
                    + " while it "
                    + step.past()),
        remedy(step));
  }

  private static String remedy(TrialMain.Step step) {
    return switch (step) {
      case START ->
          "Run a program that came with this MPI: it must work before Rankpool can use it";
      case SPAWN ->
          "Where this MPI cannot spawn, its launcher starts the workers: mpiexec -n N rankpool run";
      case PING ->
          "Messages within this machine do not arrive: see which network this MPI uses, and its"
              + " firewall";
      case END, DONE ->
          "Pools work, but may be slow to end: see what the processes of this MPI wait for";
    };
  }
}
