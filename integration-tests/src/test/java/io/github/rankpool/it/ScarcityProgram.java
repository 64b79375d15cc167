package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** A pool where something is scarce that the JVM or the system gives. */
public final class ScarcityProgram {
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int TASKS = 200;
  private static final int LARGE_BYTES = 24 << 20;
  private static final int LARGE_TASKS = 20;

  /** What a greedy task leaves behind. */
  private static final List<byte[]> KEPT = new ArrayList<>();

  private ScarcityProgram() {}

  /**
   * Run with what is scarce, a file for what is found out, as there may be no standard output, and
   * the size of a worker's heap.
   */
  public static void main(String[] args) throws Exception {
    List<String> report = new ArrayList<>();
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().maxWorkers(2).jvmArgs(List.of("-Xmx" + args[2])).build()) {
      pool.bootup();
      switch (args[0]) {
        case "memory in a task" -> {
          report.add("greedy: " + outcome(pool.submit(() -> grab(new ArrayList<>()))));
          report.add("afterwards: " + sum(pool));
        }
        case "memory at a worker" -> {
          List<CompletableFuture<Integer>> tasks = new ArrayList<>();
          tasks.add(pool.submit(() -> grab(KEPT)));
          IntStream.range(0, TASKS).forEach(i -> tasks.add(pool.submit(() -> block(i).length)));
          long done =
              tasks.stream().map(ScarcityProgram::outcome).filter(s -> !s.isEmpty()).count();
          report.add("futures done: " + done);
        }
        case "memory at the master" -> {
          List<CompletableFuture<byte[]>> tasks = new ArrayList<>();
          IntStream.range(0, LARGE_TASKS)
              .forEach(i -> tasks.add(pool.submit(() -> new byte[LARGE_BYTES])));
          long failed = tasks.stream().filter(f -> !outcome(f).startsWith("value")).count();
          long done = tasks.stream().filter(CompletableFuture::isDone).count();
          tasks.clear();
          report.add("futures done: " + done + ", some failed: " + (failed > 0));
        }
        default -> {
          System.out.println("a line that may get lost");
          System.err.println("another one");
          report.add("printed: " + outcome(pool.submit(ScarcityProgram::print)));
          report.add("afterwards: " + sum(pool));
        }
      }
    }
    report.add("closed");
    Files.write(Path.of(args[1]), report);
  }

  private static int print() throws IOException {
    for (int i = 0; i < TASKS; i++) {
      System.out.println("task's line " + i);
      System.err.println("task's error " + i);
    }
    return TASKS;
  }

  private static byte[] block(int i) {
    byte[] block = new byte[BLOCK_BYTES];
    block[0] = (byte) i;
    return block;
  }

  private static int grab(List<byte[]> blocks) {
    while (true) {
      blocks.add(new byte[BLOCK_BYTES / 16]);
    }
  }

  private static long sum(MpiPoolExecutor pool) {
    return IntStream.range(0, TASKS).mapToObj(i -> pool.submit(() -> i)).toList().stream()
        .mapToLong(CompletableFuture::join)
        .sum();
  }

  private static String outcome(CompletableFuture<?> task) {
    try {
      return "value " + task.join().getClass().getSimpleName();
    } catch (CompletionException e) {
      return e.getCause().getClass().getSimpleName();
    }
  }
}
