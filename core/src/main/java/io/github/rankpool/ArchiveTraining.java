package io.github.rankpool;

import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.discovery.Backends;
import io.github.rankpool.internal.worker.WorkerProgram;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.RankMain;
import java.lang.invoke.MethodHandles;
import java.util.List;
import java.util.ServiceLoader;

/** Loads what workers load, for the JVM to archive: works with a thread for a worker. */
final class ArchiveTraining {
  private ArchiveTraining() {}

  /**
   * Ends soon, and starts no MPI.
   *
   * @param args none
   * @throws IllegalAccessException never, as the classes are public
   */
  public static void main(String[] args) throws IllegalAccessException {
    MethodHandles.lookup().ensureInitialized(RankMain.class);
    MethodHandles.lookup().ensureInitialized(WorkerProgram.class);
    ServiceLoader.load(MpiProvider.class).forEach(MpiProvider::availability);
    try (MpiPoolExecutor pool =
        new MpiPoolExecutorBuilder(Settings.none())
            .backend(Backends.THREADS)
            .maxWorkers(1)
            .build()) {
      pool.submit(() -> 1).join();
      pool.map(n -> n, List.of(1, 2)).forEach(n -> {});
    }
  }
}
