package io.github.rankpool;

import io.github.rankpool.internal.discovery.Backends;
import io.github.rankpool.internal.dispatch.WorkerGroup;
import io.github.rankpool.internal.group.RankGroup;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A pool of ranks that are running already: for programs all of whose ranks run the same code
 * (SPMD), and for clusters where MPI cannot spawn.
 *
 * <pre>{@code
 * MpiCommExecutor.open(MpiCommunicator.world(), 0)
 *     .ifPresent(
 *         pool -> {
 *           try (pool) {
 *             pool.map(Simulation::run, seeds).forEach(System.out::println);
 *           }
 *         });
 * }</pre>
 *
 * <p>One rank, the root, gets a pool; all others serve it as workers in the call until the root has
 * closed the pool, and go on after that.
 */
public final class MpiCommExecutor {
  private MpiCommExecutor() {}

  /**
   * Makes a pool of this program's MPI world, whose rank 0 is the root. Collective.
   *
   * @return the pool at the root, to be closed by the caller; empty elsewhere, after the end of the
   *     pool
   */
  public static Optional<MpiPoolExecutor> open() {
    return open(MpiCommunicator.world(), 0);
  }

  /**
   * Makes a pool of the ranks of a communicator. Collective over it.
   *
   * @param communicator not used by the program meanwhile; of size one, it gives a pool of one
   *     worker, which is a thread of this JVM
   * @param root rank that gets the pool, the same on all ranks
   * @return the pool at the root, to be closed by the caller; empty elsewhere, after the end of the
   *     pool
   * @throws IllegalArgumentException if there is no such rank
   * @throws IllegalStateException if the communicator has a pool already; at workers also if the
   *     pool did not end in good order
   */
  public static Optional<MpiPoolExecutor> open(MpiCommunicator communicator, int root) {
    return open(communicator, root, settings -> {});
  }

  /**
   * Makes a pool of the ranks of a communicator, with settings of its own. Collective over it.
   *
   * @param communicator not used by the program meanwhile; of size one, it gives a pool of one
   *     worker, which is a thread of this JVM
   * @param root rank that gets the pool, the same on all ranks
   * @param settings called at the root, to set an initializer, say; the number of workers is that
   *     of the ranks. What it throws is thrown at the root, and lets the others go
   * @return the pool at the root, to be closed by the caller; empty elsewhere, after the end of the
   *     pool
   * @throws IllegalArgumentException if there is no such rank
   * @throws IllegalStateException if the communicator has a pool already; at workers also if the
   *     pool did not end in good order
   */
  public static Optional<MpiPoolExecutor> open(
      MpiCommunicator communicator, int root, Consumer<MpiPoolExecutorBuilder> settings) {
    Objects.requireNonNull(settings, "settings");
    if (root < 0 || root >= communicator.size()) {
      throw new IllegalArgumentException(
          "RP-218: there is no rank "
              + root
              + " to be the root in a communicator of size "
              + communicator.size()
              + "; give 0 to "
              + (communicator.size() - 1));
    }
    if (communicator.size() == 1) {
      return Optional.of(poolOfThread(communicator.group(), settings));
    }
    RankDivision division = RankDivision.divide(communicator, root);
    if (communicator.rank() != root) {
      division.serve();
      return Optional.empty();
    }
    return Optional.of(division.pool(settings));
  }

  private static MpiPoolExecutor poolOfThread(
      RankGroup group, Consumer<MpiPoolExecutorBuilder> settings) {
    group.claim();
    try {
      MpiPoolExecutorBuilder builder = MpiPoolExecutor.builder();
      settings.accept(builder);
      WorkerGroup worker = PoolFactory.threads(builder.maxWorkers(1), false);
      MpiPoolExecutor pool = PoolFactory.over(builder, Backends.THREADS, () -> worker);
      // The worker's end frees the communicator, and one that was not started has none.
      pool.bootup(false);
      group.reunite(worker.ended());
      return pool;
    } catch (Throwable e) {
      group.reunite(CompletableFuture.allOf());
      throw e;
    }
  }
}
