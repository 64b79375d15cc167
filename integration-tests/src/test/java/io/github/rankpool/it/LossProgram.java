package io.github.rankpool.it;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.WorkerLostException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A pool one of whose workers is killed or stopped while all of them work. */
public final class LossProgram {
  private static final int WORKERS = 3;
  private static final int TASKS_LATER = 200;

  private LossProgram() {}

  /**
   * Run with what happens to a worker: kill, stop, or freeze, which is a stop that ends after a
   * while; with replace behind it where that worker is to be replaced, all where the others will be
   * lost with it; and with a folder of its own.
   */
  public static void main(String[] args) throws Exception {
    String fate = args[0];
    Gate gate = new Gate(Path.of(args[1]));
    MpiPoolExecutorBuilder builder = MpiPoolExecutor.builder().maxWorkers(WORKERS);
    if (fate.endsWith("replace")) {
      builder.replaceLostWorkers(WORKERS).retries(WORKERS);
    }
    try (MpiPoolExecutor pool = builder.build()) {
      List<Long> pids = pool.submitParallel(WORKERS, ranks -> ProcessHandle.current().pid()).join();
      pids.forEach(pid -> System.out.println("worker's process " + pid));
      List<CompletableFuture<Long>> tasks = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        tasks.add(
            pool.submit(
                () -> {
                  gate.pass();
                  return ProcessHandle.current().pid();
                }));
      }
      gate.awaitBegun(WORKERS);
      long began = System.nanoTime();
      long victim = pids.get(1);
      signal(fate.startsWith("kill") ? "KILL" : "STOP", victim);
      if (fate.startsWith("freeze")) {
        Thread.sleep(300);
        signal("CONT", victim);
      } else if (fate.endsWith("replace")) {
        gate.awaitBegun(WORKERS + 1);
      } else {
        CompletableFuture<?>[] all = tasks.toArray(CompletableFuture[]::new);
        (fate.endsWith("all") ? CompletableFuture.allOf(all) : CompletableFuture.anyOf(all))
            .handle((value, failure) -> failure == null)
            .join();
        System.out.println("noticed after " + (System.nanoTime() - began) / 1_000_000 + " ms");
      }
      gate.open();
      tasks.forEach(LossProgram::report);
      workOn(pool);
    }
    System.out.println("closed");
  }

  private static void workOn(MpiPoolExecutor pool) {
    try {
      long sum = 0;
      for (int i = 0; i < TASKS_LATER; i++) {
        int term = i;
        sum += pool.submit(() -> term).join();
      }
      System.out.println("later sum " + sum + " of " + pool.workerCount() + " workers");
    } catch (BrokenPoolException e) {
      System.out.println("no later sum: " + e);
    }
  }

  private static void report(CompletableFuture<Long> task) {
    try {
      System.out.println("value " + task.join());
    } catch (CompletionException e) {
      System.out.println("failed with " + e.getCause());
      if (e.getCause() instanceof WorkerLostException loss) {
        System.out.println("lost process " + loss.pid() + " last seen " + loss.lastSeen());
      }
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name + " " + pid);
    }
  }
}
