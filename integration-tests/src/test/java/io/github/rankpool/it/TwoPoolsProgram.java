package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.concurrent.Future;

/** Uses a pool of threads and a pool of processes at once. */
final class TwoPoolsProgram {
  private TwoPoolsProgram() {}

  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor threads = MpiPoolExecutor.builder().backend("threads").build();
        MpiPoolExecutor processes =
            MpiPoolExecutor.builder().backend("openmpi").maxWorkers(2).build()) {
      Future<Long> first = threads.submit(() -> ProcessHandle.current().pid());
      Future<Long> second = processes.submit(() -> ProcessHandle.current().pid());
      long own = ProcessHandle.current().pid();
      System.out.println("threads here: " + (first.get() == own));
      System.out.println("processes here: " + (second.get() == own));
    }
  }
}
