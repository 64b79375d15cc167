package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The program of the README. */
public final class FirstSteps {
  private FirstSteps() {}

  /**
   * Says hello and computes squares, on workers.
   *
   * @param args not used
   */
  public static void main(String[] args) {
    try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
      CompletableFuture<String> hello =
          pool.submit(() -> "hello from process " + ProcessHandle.current().pid());
      System.out.println(hello.join());

      pool.map(n -> n * n, List.of(1, 2, 3, 4, 5)).forEach(System.out::println);
    }
  }
}
