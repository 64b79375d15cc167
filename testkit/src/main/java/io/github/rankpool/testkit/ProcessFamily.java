package io.github.rankpool.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A process and everything it started. Found by a mark in the environment, which is inherited,
 * because MPI's daemons detach from their parents; where there is no {@code /proc}, by descent.
 */
final class ProcessFamily {
  static final String MARK = "RANKPOOL_TEST_PROCESS";
  private static final long GRACE_MILLIS = 5_000;
  private static final long EXEC_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final ProcessHandle head;
  private final String marked;

  ProcessFamily(ProcessHandle head, String mark) {
    this.head = head;
    this.marked = MARK + "=" + mark + "\0";
  }

  List<ProcessHandle> alive() {
    Stream<ProcessHandle> byMark = ProcessHandle.allProcesses().filter(this::carriesMark);
    return Stream.of(Stream.of(head), head.descendants(), byMark)
        .flatMap(stream -> stream)
        .distinct()
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  /** What is still there a few seconds after the head has ended. */
  List<String> survivors() {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    return alive().stream()
        .filter(process -> !endsBefore(process, deadline))
        .map(process -> "process " + process.pid() + " " + process.info().commandLine().orElse(""))
        .toList();
  }

  void kill() {
    // A process may start another one while the list is walked: repeat until none is left.
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
    List<ProcessHandle> left = alive();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      left.forEach(ProcessHandle::destroyForcibly);
      for (ProcessHandle process : left) {
        endsBefore(process, deadline);
      }
      left = alive();
    }
  }

  private boolean carriesMark(ProcessHandle process) {
    try {
      return environment(process).contains(marked);
    } catch (IOException e) {
      return false; // ended meanwhile, or another user's
    }
  }

  private static String environment(ProcessHandle process) throws IOException {
    Path file = Path.of("/proc", Long.toString(process.pid()), "environ");
    String found = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    // In the middle of an exec it is empty or cut off for a moment. For kernel threads, and where
    // there is no environment indeed, it stays so.
    long deadline = System.nanoTime() + EXEC_NANOS;
    while (!found.endsWith("\0")
        && process.info().command().isPresent()
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      found = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
    return found;
  }

  /** Waits for a process to end; true if it has by the deadline, in the clock's nanoseconds. */
  static boolean endsBefore(ProcessHandle process, long deadline) {
    try {
      process.onExit().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return !process.isAlive();
    }
    return !process.isAlive();
  }
}
