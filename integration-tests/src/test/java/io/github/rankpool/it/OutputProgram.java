package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;

/** Has a worker write to standard output and standard error. */
final class OutputProgram {
  private OutputProgram() {}

  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(1).build()) {
      pool.submit(
              () -> {
                System.out.println("worker's output");
                System.err.println("worker's error");
              })
          .get();
    }
  }
}
