package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Uses a pool and ends in one of many ways. */
final class EndProgram {
  static final int EXIT_STATUS = 3;
  private static final int LINGER_MILLIS = 500;

  private EndProgram() {}

  /** Argument: how to end. */
  public static void main(String[] args) throws Exception {
    MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(2).build();
    List<Future<String>> reports = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      reports.add(pool.submit(EndProgram::report));
    }
    for (Future<String> report : reports) {
      System.out.print(report.get());
    }
    System.out.print(report());
    System.out.println("tasks done");
    // Time for this process to see its workers end before itself: that is no loss.
    Runtime.getRuntime().addShutdownHook(new Thread(EndProgram::linger));
    switch (args[0]) {
      case "close" -> pool.close();
      case "exit" -> System.exit(EXIT_STATUS);
      case "throw" -> throw new IOException("thrown by main");
      case "return" -> {}
      case "wait" -> {
        var unused = pool.submit(EndProgram::sleepInTask);
        System.out.println("program " + ProcessHandle.current().pid() + " waits");
        sleep();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void sleep() throws InterruptedException {
    Thread.sleep(TimeUnit.MINUTES.toMillis(1));
  }

  private static int sleepInTask() throws InterruptedException {
    sleep();
    return 0;
  }

  private static void linger() {
    try {
      Thread.sleep(LINGER_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells of the process that this is called in; the same from each task of a worker. */
  private static String report() throws IOException {
    long pid = ProcessHandle.current().pid();
    StringBuilder report = new StringBuilder("process " + pid + "\n");
    Path maps = Path.of("/proc/self/maps");
    if (Files.isReadable(maps)) {
      try (Stream<String> lines = Files.lines(maps)) {
        lines
            .filter(line -> line.contains(" /dev/shm/"))
            .map(line -> line.substring(line.indexOf(" /dev/shm/") + 1))
            .distinct()
            .forEach(file -> report.append("segment ").append(file).append('\n'));
      }
    }
    return report.toString();
  }
}
