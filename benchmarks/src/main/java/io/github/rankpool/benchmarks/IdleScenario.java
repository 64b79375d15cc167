package io.github.rankpool.benchmarks;

import static io.github.rankpool.benchmarks.Measurement.print;
import static io.github.rankpool.benchmarks.Measurement.repeat;
import static io.github.rankpool.benchmarks.Measurement.result;
import static io.github.rankpool.benchmarks.Measurement.secondsSince;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;

/** What a pool costs that has nothing to do, and how fast it is back. */
final class IdleScenario {
  private static final int QUIET_MILLIS = 2000;
  private static final int OBSERVED_MILLIS = 3000;
  private static final int NEXT_TASKS = 8;
  private static final int ATTEMPTS = 200;

  private final Subject pool;
  private final int workers;

  IdleScenario(Subject pool, int workers) {
    this.pool = pool;
    this.workers = workers;
  }

  void run() throws InterruptedException {
    repeat(0.3, () -> result(pool.submit(() -> 0)));
    long master = ProcessHandle.current().pid();
    Set<Long> processes = workerProcesses(master);
    processes.add(master);
    Thread.sleep(QUIET_MILLIS);
    Map<Long, Double> before = new HashMap<>();
    processes.forEach(pid -> before.put(pid, cpuSeconds(pid)));
    long start = System.nanoTime();
    Thread.sleep(OBSERVED_MILLIS);
    double passed = secondsSince(start);
    for (long pid : processes) {
      String role = pid == master ? "idle.master" : "idle.worker";
      print(role + ".cores", (cpuSeconds(pid) - before.getOrDefault(pid, 0.0)) / passed, "cores");
      print(role + ".rss", memory(pid, "Rss:"), "MiB");
      print(role + ".pss", memory(pid, "Pss:"), "MiB");
    }
    for (int i = 0; i < NEXT_TASKS; i++) {
      Thread.sleep(500);
      start = System.nanoTime();
      result(pool.submit(() -> 0));
      print("idle.next", secondsSince(start) * 1e6, "us");
    }
  }

  /** Empty where the workers are threads of this process. */
  private Set<Long> workerProcesses(long master) {
    Set<Long> found = new HashSet<>();
    for (int attempt = 0; attempt < ATTEMPTS && found.size() < workers; attempt++) {
      List<Future<Long>> pids = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        pids.add(
            pool.submit(
                () -> {
                  Thread.sleep(10);
                  return ProcessHandle.current().pid();
                }));
      }
      pids.forEach(pid -> found.add(result(pid)));
      if (found.contains(master)) {
        break;
      }
    }
    return found;
  }

  /** Of all threads that the process has now, exact where the file stat counts hundredths. */
  private static double cpuSeconds(long pid) {
    double nanos = 0;
    try (DirectoryStream<Path> threads =
        Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads) {
        nanos += nanosOnProcessor(thread);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return nanos / 1e9;
  }

  private static double nanosOnProcessor(Path thread) throws IOException {
    try {
      return Double.parseDouble(Files.readString(thread.resolve("schedstat")).split(" ", -1)[0]);
    } catch (NoSuchFileException e) {
      return 0; // It has ended meanwhile.
    }
  }

  private static double memory(long pid, String field) {
    return read(pid, "smaps_rollup")
            .lines()
            .filter(line -> line.startsWith(field))
            .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")))
            .sum()
        / 1024;
  }

  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
