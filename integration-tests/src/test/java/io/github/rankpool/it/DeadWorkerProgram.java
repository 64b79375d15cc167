package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Ends one of its workers in the middle of a task, and prints what becomes of the tasks. */
final class DeadWorkerProgram {
  private static final int DEAD = 9;

  private DeadWorkerProgram() {}

  public static void main(String[] args) {
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(2).build()) {
      pool.bootup();
      List<CompletableFuture<?>> futures = new ArrayList<>();
      futures.add(pool.submit(() -> Runtime.getRuntime().halt(DEAD)));
      for (int i = 0; i < 10; i++) {
        futures.add(pool.submit(() -> "result"));
      }
      for (CompletableFuture<?> future : futures) {
        future
            .handle(
                (value, failure) -> {
                  System.out.println(failure == null ? "value " + value : "failure " + failure);
                  return value;
                })
            .join();
      }
      System.out.println("all futures are complete");
    }
  }
}
