package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.concurrent.CompletableFuture;

/** Has its pool in a static field, so that whoever loads this class makes a pool. */
final class StaticPoolProgram {
  private static final MpiPoolExecutor POOL = MpiPoolExecutor.builder().maxWorkers(1).build();

  private StaticPoolProgram() {}

  public static void main(String[] args) {
    System.out.println("lambda: " + outcome(POOL.submit(() -> "of the main class")));
    System.out.println("record: " + outcome(POOL.submit(new Samples.Nothing())));
    System.out.println("main ends");
  }

  private static String outcome(CompletableFuture<?> future) {
    return future
        .handle((value, failure) -> failure == null ? "value " + value : chain(failure))
        .join();
  }

  private static String chain(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each.toString().replace('\n', ' ')).append("; ");
    }
    return text.toString();
  }
}
