package io.github.rankpool.cli;

import io.github.rankpool.config.JvmFlags;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs what may hang, or take its process along. Ends what it started in any case. */
final class ChildProcess {
  /** Less than the limits of the commands: the backends' own messages say more. */
  private static final int START_LIMIT_SECONDS = 30;

  private static final int NATIVE_ACCESS_WARNS_SINCE = 24;

  private final Consumer<String> lines;
  // Guarded by this.
  private boolean isOver;

  private ChildProcess(Consumer<String> lines) {
    this.lines = lines;
  }

  /** The words that run a class with this process's Java, flags, class path and settings. */
  static List<String> command(Class<?> mainClass, String... arguments) {
    return command(JvmFlags.ofThisProcess(), mainClass, arguments);
  }

  static List<String> command(List<String> flags, Class<?> mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() >= NATIVE_ACCESS_WARNS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Drankpool.spawn.timeout=" + START_LIMIT_SECONDS);
    command.add("-Drankpool.mpj.start-timeout=" + START_LIMIT_SECONDS);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Runs a command to its end, or to that of its time.
   *
   * @param command its words
   * @param limit after which it is ended
   * @param lines gets each line that it prints, at once; none after this method has returned
   * @return its exit status; empty if it had to be ended
   */
  static Optional<Integer> run(List<String> command, Duration limit, Consumer<String> lines) {
    return new ChildProcess(lines).run(command, limit);
  }

  private Optional<Integer> run(List<String> command, Duration limit) {
    Process process = start(command);
    Thread atExit = new Thread(() -> end(process), "rankpool-child-end");
    Runtime.getRuntime().addShutdownHook(atExit);
    Thread reader = new Thread(() -> read(process), "rankpool-child-output");
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
    forget(atExit);
    synchronized (this) {
      isOver = true;
    }
    return ended ? Optional.of(process.exitValue()) : Optional.empty();
  }

  private static Process start(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      return; // The JVM ends already, and the hook runs.
    }
  }

  /** Once it has ended, its number may be another process's. */
  private static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> family =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private void read(Process process) {
    try (BufferedReader output =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), Charset.defaultCharset()))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        pass(line);
      }
    } catch (IOException e) {
      pass("[output lost: " + e + "]");
    }
  }

  private synchronized void pass(String line) {
    if (!isOver) {
      lines.accept(line);
    }
  }
}
