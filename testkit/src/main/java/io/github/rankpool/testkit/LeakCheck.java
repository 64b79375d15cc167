package io.github.rankpool.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what a test left behind: threads of this JVM, child processes, files in the directories it
 * was told to watch. What is ending already gets a few seconds to end.
 */
public final class LeakCheck {
  private static final long GRACE_MILLIS = 5_000;

  /** Threads that the JDK starts when it needs them and keeps. */
  private static final List<String> JDK_THREADS =
      List.of(
          "process reaper",
          "ForkJoinPool.commonPool",
          "Common-Cleaner",
          "Cleaner-",
          "Attach ",
          "CompletableFutureDelayScheduler");

  private final List<Path> directories;
  private final Set<Thread> threads;
  private final Set<ProcessHandle> processes;
  private final Set<Path> files;

  private LeakCheck(List<Path> directories) {
    this.directories = directories;
    this.threads = threads();
    this.processes = processes();
    this.files = files(directories);
  }

  /**
   * Remembers what is there now.
   *
   * @param directories where to look for files
   * @return to be asked after the test
   */
  public static LeakCheck begin(Path... directories) {
    return new LeakCheck(Arrays.asList(directories));
  }

  /**
   * Waits a few seconds for what is there now, and was not before, to go.
   *
   * @throws AssertionError naming what stays
   */
  public void assertNothingLeft() {
    List<String> left = leftovers();
    if (!left.isEmpty()) {
      throw new AssertionError("left behind: " + String.join(", ", left));
    }
  }

  /**
   * Waits a few seconds for what is there now, and was not before, to go.
   *
   * @return a description of each thing that stays
   */
  public List<String> leftovers() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    List<String> left = new ArrayList<>();
    for (Thread thread : added(threads, threads())) {
      if (!endsBefore(thread, deadline)) {
        left.add("thread " + thread.getName() + " at " + Arrays.toString(thread.getStackTrace()));
      }
    }
    for (ProcessHandle process : added(processes, processes())) {
      if (!ProcessFamily.endsBefore(process, deadline)) {
        left.add("process " + process.pid() + " " + process.info().commandLine().orElse(""));
      }
    }
    for (Path file : added(files, files(directories))) {
      left.add("file " + file);
    }
    return left;
  }

  private static boolean endsBefore(Thread thread, long deadline) {
    try {
      TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }

  private static <T> Set<T> added(Set<T> before, Set<T> now) {
    Set<T> result = new HashSet<>(now);
    result.removeAll(before);
    return result;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> JDK_THREADS.stream().noneMatch(thread.getName()::startsWith))
        .collect(Collectors.toSet());
  }

  private static Set<ProcessHandle> processes() {
    return ProcessHandle.current().descendants().collect(Collectors.toSet());
  }

  private static Set<Path> files(List<Path> directories) {
    Set<Path> result = new HashSet<>();
    for (Path directory : directories) {
      try (Stream<Path> found = Files.list(directory)) {
        found.forEach(result::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return result;
  }
}
