package io.github.rankpool.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one command within a time limit, and reads the samples that it prints. */
final class ChildProcess {
  /** The line at which the time from the start of the process is taken. */
  static final String FIRST_RESULT = "first-result";

  private static final Pattern LINE =
      Pattern.compile("([a-z][a-zA-Z0-9.-]*) (-?[0-9][0-9.eE+-]*) ([a-zA-Z/]+)");
  private static final int TAIL_LINES = 15;
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** One line that a contender printed. */
  record Line(String name, double value, String unit) {

    static Optional<Line> parse(String text) {
      Matcher line = LINE.matcher(text);
      return line.matches()
          ? Optional.of(new Line(line.group(1), Double.parseDouble(line.group(2)), line.group(3)))
          : Optional.empty();
    }
  }

  /**
   * How a command ended.
   *
   * @param failure what went wrong, with the last output; empty if nothing did
   * @param lines the samples, those before a failure included
   */
  record Outcome(Optional<String> failure, List<Line> lines) {}

  private final List<Line> lines = new ArrayList<>();

  private final Deque<String> tail = new ArrayDeque<>();

  private ChildProcess() {}

  static Outcome run(List<String> command, Map<String, String> environment, Duration limit)
      throws InterruptedException {
    return new ChildProcess().runToEnd(command, environment, limit);
  }

  private Outcome runToEnd(List<String> command, Map<String, String> environment, Duration limit)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    long start = System.nanoTime();
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return outcome(Optional.of(e.toString()));
    }
    // Not the reader's end but the process's is waited for: whom it leaves behind may hold the
    // pipe.
    Thread reader = new Thread(() -> read(process, start), "output of a contender");
    reader.setDaemon(true);
    reader.start();
    Thread ender = new Thread(() -> end(process));
    Runtime.getRuntime().addShutdownHook(ender);
    boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    end(process);
    forget(ender);
    reader.join(GRACE.toMillis());
    if (!inTime) {
      return outcome(Optional.of("took longer than " + limit.toSeconds() + " s"));
    }
    int status = process.exitValue();
    return outcome(status == 0 ? Optional.empty() : Optional.of("exit status " + status));
  }

  private void read(Process process, long start) {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      process.getOutputStream().close();
      for (String text = output.readLine(); text != null; text = output.readLine()) {
        keep(text, start);
      }
    } catch (IOException e) {
      keep(e.toString(), start);
    }
  }

  private synchronized void keep(String text, long start) {
    Optional<Line> line = Line.parse(text);
    if (line.isEmpty()) {
      tail.add(text);
      if (tail.size() > TAIL_LINES) {
        tail.remove();
      }
    } else if (line.get().name().equals(FIRST_RESULT)) {
      lines.add(new Line("start.wall", Measurement.secondsSince(start), "s"));
    } else {
      lines.add(line.get());
    }
  }

  private synchronized Outcome outcome(Optional<String> failure) {
    return new Outcome(
        failure.map(reason -> reason + "\n" + String.join("\n", tail)), List.copyOf(lines));
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs, and there is nothing left to end.
    }
  }

  /** With the processes that it started: mpiexec's ranks, a pool's workers. */
  private static void end(Process process) {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    family.add(process.toHandle());
    family.forEach(ProcessHandle::destroy);
    CompletableFuture<?> ended =
        CompletableFuture.allOf(
            family.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    ended.completeOnTimeout(null, GRACE.toMillis(), TimeUnit.MILLISECONDS).join();
    family.forEach(ProcessHandle::destroyForcibly);
  }
}
