package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;

/** Has three workers compute for ever, in tasks that heed no interrupt. */
final class BusyProgram {
  private static final int WORKERS = 3;

  private BusyProgram() {}

  /** Prints the workers' processes once all compute; never ends by itself. */
  public static void main(String[] args) {
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(WORKERS).build()) {
      pool.submitParallel(WORKERS, ranks -> ProcessHandle.current().pid())
          .join()
          .forEach(pid -> System.out.println("worker " + pid + "."));
      for (int i = 0; i < WORKERS; i++) {
        pool.submit(BusyProgram::compute);
      }
      System.out.println("all are busy");
    }
  }

  private static long compute() {
    long number = 1;
    while (number != 0) {
      number = number * 6364136223846793005L + 1442695040888963407L | 1;
    }
    return number;
  }
}
