package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.IntraCommunicator;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A rank of a running MPI program that serves as a worker for a while, beside whatever else its
 * communication thread does.
 */
public final class ServingWorker {
  private ServingWorker() {}

  /**
   * Begins to serve. For the communication thread.
   *
   * @param loop of this rank
   * @param master the connection, disconnected at the end
   * @param workers all workers of the pool, disconnected at the end, or given up if one is lost
   * @param secret the pool's
   * @param loader finds the tasks' classes
   * @return completed at the end; failed if that was not in good order
   */
  public static CompletableFuture<@Nullable Void> begin(
      CommLoop loop,
      InterCommunicator master,
      IntraCommunicator workers,
      byte[] secret,
      ClassLoader loader) {
    CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    RankGroup group = RankGroup.permanent(loop.runtime(), workers);
    loop.attach(
        new Worker(
            loop,
            master,
            secret,
            WorkerIdentity.of(group),
            loader,
            failure -> {
              if (failure != null) {
                end.completeExceptionally(failure);
                return;
              }
              if (group.isAbandoned()) {
                workers.abandon();
              } else {
                group.release();
                workers.disconnect();
              }
              end.complete(null);
            }));
    return end;
  }
}
