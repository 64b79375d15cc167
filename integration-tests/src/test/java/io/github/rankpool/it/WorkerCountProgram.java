package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;

/** Tells how many workers its pool has. */
final class WorkerCountProgram {
  private WorkerCountProgram() {}

  /** Argument: the number to ask for; none for the default. */
  public static void main(String[] args) {
    MpiPoolExecutorBuilder builder = MpiPoolExecutor.builder();
    if (args.length > 0) {
      builder.maxWorkers(Integer.parseInt(args[0]));
    }
    try (MpiPoolExecutor pool = builder.build()) {
      System.out.println("workers: " + pool.workerCount());
    }
  }
}
