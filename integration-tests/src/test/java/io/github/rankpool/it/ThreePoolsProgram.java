package io.github.rankpool.it;

import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiPoolExecutor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Uses two pools on MPJ Express and one on Open MPI at once. */
final class ThreePoolsProgram {
  private static final int WORKERS = 2;
  private static final int ROUNDS = 20;

  private ThreePoolsProgram() {}

  public static void main(String[] args) {
    Set<Long> processes = new TreeSet<>();
    try (MpiPoolExecutor first = pool("mpj");
        MpiPoolExecutor second = pool("mpj");
        MpiPoolExecutor third = pool("openmpi")) {
      List<MpiPoolExecutor> pools = List.of(first, second, third);
      for (int round = 0; round < ROUNDS; round++) {
        // All three have a task under way before one is waited for.
        List<CompletableFuture<List<Long>>> reports =
            pools.stream()
                .map(pool -> pool.submitParallel(WORKERS, ThreePoolsProgram::processOfRank))
                .toList();
        reports.forEach(report -> processes.addAll(report.join()));
      }
      System.out.println("backends: " + pools.stream().map(MpiPoolExecutor::backend).toList());
    }
    System.out.println("processes: " + processes.size());
  }

  private static MpiPoolExecutor pool(String backend) {
    return MpiPoolExecutor.builder().backend(backend).maxWorkers(WORKERS).build();
  }

  private static long processOfRank(MpiCommunicator ranks) {
    ranks.barrier();
    return ProcessHandle.current().pid();
  }
}
