package io.github.rankpool.testkit;

import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A command under a hard time limit. Its output is always read, so that it cannot block on it; it
 * has a temporary directory of its own ({@code TMPDIR}); when it ends, when its limit passes and
 * when this object is closed, everything it started is ended by process id.
 *
 * <p>Use in try-with-resources. For the thread that started it.
 */
public final class TestProcess implements AutoCloseable {

  /**
   * How a command ended.
   *
   * @param exitStatus of the command itself
   * @param output standard output and standard error, in the order written
   * @param leftovers processes and temporary files that the command left behind
   */
  public record Result(int exitStatus, String output, List<String> leftovers) {

    /**
     * Checks that the command ended well and left nothing behind.
     *
     * @return this
     * @throws AssertionError with the output otherwise
     */
    public Result assertClean() {
      if (exitStatus != 0 || !leftovers.isEmpty()) {
        throw new AssertionError(
            "exit status " + exitStatus + ", left behind " + leftovers + ", output:\n" + output);
      }
      return this;
    }
  }

  private final Process process;
  private final ProcessFamily family;
  private final Path temporaryDirectory;
  private final Duration limit;
  private final long deadlineNanos;
  private final String command;
  private final Thread reader;

  /** Guarded by itself; notified when it grows and when the output has ended. */
  private final StringBuilder output = new StringBuilder();

  /** Guarded by {@link #output}. */
  private boolean outputEnded;

  private TestProcess(Builder builder) {
    this.command = String.join(" ", builder.command);
    this.limit = builder.limit;
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
    try {
      this.temporaryDirectory = Files.createTempDirectory("rp");
      ProcessBuilder start = new ProcessBuilder(builder.command).redirectErrorStream(true);
      start.redirectInput(builder.input);
      builder.directory.ifPresent(path -> start.directory(path.toFile()));
      start.environment().putAll(builder.environment);
      start.environment().put("TMPDIR", temporaryDirectory.toString());
      String mark = temporaryDirectory.getFileName().toString();
      start.environment().put(ProcessFamily.MARK, mark);
      this.process = start.start();
      this.family = new ProcessFamily(process.toHandle(), mark);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command, e);
    }
    this.reader = new Thread(this::read, "rankpool-test-output-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Begins a command.
   *
   * @param command program and arguments
   * @return a builder
   */
  public static Builder command(String... command) {
    return new Builder(Arrays.asList(command));
  }

  /**
   * Begins a command.
   *
   * @param command program and arguments
   * @return a builder
   */
  public static Builder command(List<String> command) {
    return new Builder(command);
  }

  /**
   * The {@code java} that runs this test, for use in commands.
   *
   * @return an absolute path
   */
  public static String javaExecutable() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * The process id of the command.
   *
   * @return pid
   */
  public long pid() {
    return process.pid();
  }

  /**
   * The command and all that it started, directly or not, and that runs.
   *
   * @return processes, in no order
   */
  public List<ProcessHandle> family() {
    return family.alive();
  }

  /**
   * What the command has written so far.
   *
   * @return standard output and standard error
   */
  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /**
   * Waits until the output contains a text.
   *
   * @param text what to wait for
   * @throws AssertionError with the output, if the output ends or the limit passes before
   */
  public void awaitOutput(String text) {
    synchronized (output) {
      while (output.indexOf(text) < 0) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        if (outputEnded || left <= 0) {
          throw new AssertionError(
              "'" + text + "' not in the output of " + command + ":\n" + output);
        }
        try {
          output.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError("interrupted while waiting for '" + text + "'", e);
        }
      }
    }
  }

  /**
   * Waits until the command has ended, then ends whatever it left.
   *
   * @return how it ended
   * @throws AssertionError with the output so far, if the limit passes before; all is ended then
   */
  public Result await() {
    boolean ended;
    try {
      ended = process.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + command, e);
    }
    if (!ended) {
      close();
      throw new AssertionError(command + " took longer than " + limit + ":\n" + output());
    }
    List<String> leftovers = new ArrayList<>(family.survivors());
    leftovers.addAll(files());
    close();
    return new Result(process.exitValue(), output(), leftovers);
  }

  /** Ends the command and all it started, and deletes its temporary directory. Idempotent. */
  @Override
  public void close() {
    family.kill();
    try {
      reader.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(temporaryDirectory);
  }

  private void read() {
    char[] chunk = new char[8192];
    try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        synchronized (output) {
          output.append(chunk, 0, n);
          output.notifyAll();
        }
      }
    } catch (IOException e) {
      synchronized (output) {
        output.append("[output lost: ").append(e).append("]\n");
      }
    }
    synchronized (output) {
      outputEnded = true;
      output.notifyAll();
    }
  }

  private List<String> files() {
    // hsperfdata is the JVM's own: it goes to /tmp whatever TMPDIR says, except in containers.
    try (Stream<Path> found = Files.list(temporaryDirectory)) {
      return found
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.startsWith("hsperfdata_"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path path) {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> deepestFirst = new ArrayList<>(tree.toList());
      java.util.Collections.reverse(deepestFirst);
      for (Path entry : deepestFirst) {
        Files.deleteIfExists(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Collects how to start a command. Not thread-safe. */
  public static final class Builder {
    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(60);

    private final List<String> command;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Optional<Path> directory = Optional.empty();
    private Duration limit = DEFAULT_LIMIT;
    private File input = new File("/dev/null");

    private Builder(List<String> command) {
      this.command = List.copyOf(command);
    }

    /**
     * Adds an environment variable.
     *
     * @param name its name
     * @param value its value
     * @return this
     */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /**
     * Sets the working directory.
     *
     * @param path instead of this JVM's
     * @return this
     */
    public Builder directory(Path path) {
      this.directory = Optional.of(path);
      return this;
    }

    /**
     * Sets the standard input.
     *
     * @param file instead of an empty one
     * @return this
     */
    public Builder input(Path file) {
      this.input = file.toFile();
      return this;
    }

    /**
     * Sets the time limit.
     *
     * @param duration longest time from start to end, instead of 60 s
     * @return this
     */
    public Builder limit(Duration duration) {
      this.limit = duration;
      return this;
    }

    /**
     * Starts the command.
     *
     * @return the running command, to be closed by the caller
     */
    public TestProcess start() {
      return new TestProcess(this);
    }

    /**
     * Starts the command and waits until it has ended.
     *
     * @return how it ended
     * @throws AssertionError with the output so far, if the limit passes before
     */
    public Result run() {
      try (TestProcess started = start()) {
        return started.await();
      }
    }
  }
}
