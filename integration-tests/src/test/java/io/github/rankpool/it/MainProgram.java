package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.concurrent.CompletableFuture;

/** Sends tasks of its own class and of another one. */
final class MainProgram {
  private MainProgram() {}

  /** Argument: whether workers may load this class. */
  public static void main(String[] args) {
    boolean load = Boolean.parseBoolean(args[0]);
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(1).main(load).build()) {
      System.out.println("lambda: " + outcome(pool.submit(() -> "of the main class")));
      System.out.println("record: " + outcome(pool.submit(new Samples.Nothing())));
      System.out.println("again: " + outcome(pool.submit(() -> "of the main class")));
    }
  }

  private static String outcome(CompletableFuture<?> future) {
    return future
        .handle((value, failure) -> failure == null ? "value " + value : "" + failure)
        .join();
  }
}
