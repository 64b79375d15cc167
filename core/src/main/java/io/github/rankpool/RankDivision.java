package io.github.rankpool;

import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.dispatch.Timing;
import io.github.rankpool.internal.dispatch.WorkerGroup;
import io.github.rankpool.internal.group.MasterAndWorkers;
import io.github.rankpool.internal.relay.Workforce;
import io.github.rankpool.internal.wire.Handshake;
import io.github.rankpool.internal.worker.ServingWorker;
import io.github.rankpool.internal.worker.WorkerProgram;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ranks of a communicator as one master and its workers. While they are, the communicator
 * cannot be divided again.
 */
final class RankDivision {
  private final MpiCommunicator communicator;
  private final MasterAndWorkers parts;
  private final byte[] secret;

  private RankDivision(MpiCommunicator communicator, MasterAndWorkers parts, byte[] secret) {
    this.communicator = communicator;
    this.parts = parts;
    this.secret = secret;
  }

  /** Divides the ranks; collective. */
  static RankDivision divide(MpiCommunicator communicator, int root) {
    MasterAndWorkers parts = communicator.group().divide(root);
    byte[] secret = communicator.rank() == root ? Handshake.newSecret() : new byte[0];
    return new RankDivision(communicator, parts, communicator.broadcast(secret, root));
  }

  /** Serves the master until it says stop. For the workers. */
  void serve() {
    CommHost host = communicator.acquireHost();
    try {
      CompletableFuture<CompletableFuture<@Nullable Void>> begun = new CompletableFuture<>();
      ClassLoader loader = PoolFactory.contextLoader();
      host.loop()
          .thenAccept(
              loop ->
                  loop.execute(
                      () ->
                          begun.complete(
                              ServingWorker.begin(
                                  loop, parts.other(), parts.own(), secret, loader))))
          .exceptionally(
              failure -> {
                begun.completeExceptionally(failure);
                return null;
              });
      begun.thenCompose(end -> end).join();
    } catch (CompletionException e) {
      throw WorkerProgram.endedEarly(e.getCause() == null ? e : e.getCause());
    } finally {
      host.release().join();
      communicator.group().reunite(CompletableFuture.allOf());
    }
  }

  /** The workers, for the master. */
  WorkerGroup workers(Timing timing, int replacements, boolean shared) {
    parts.own().disconnect();
    WorkerGroup workers =
        new WorkerGroup(
            communicator::acquireHost,
            runtime -> new WorkerGroup.Connection(parts.other(), secret, null),
            timing,
            replacements,
            shared);
    communicator.group().reunite(workers.ended());
    return workers;
  }

  /** The workers, for a master that passes on messages of others. */
  Workforce workforce() {
    parts.own().disconnect();
    CommHost host = communicator.acquireHost();
    CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    communicator.group().reunite(end);
    return new Workforce(
        host.loop().join(),
        parts.other(),
        secret,
        communicator.backend(),
        null,
        () -> {
          host.release();
          end.complete(null);
        });
  }

  /** A pool of the workers, for the master. If there cannot be one, the workers are let go. */
  MpiPoolExecutor pool(Consumer<MpiPoolExecutorBuilder> settings) {
    MpiPoolExecutor pool;
    try {
      MpiPoolExecutorBuilder builder = MpiPoolExecutor.builder();
      settings.accept(builder);
      Timing timing = PoolFactory.timing(builder);
      int replacements = Objects.requireNonNullElse(builder.replacements, 0);
      pool =
          PoolFactory.over(
              builder, communicator.backend(), () -> workers(timing, replacements, false));
    } catch (Throwable e) {
      letGo();
      throw e;
    }
    // The others serve until they are told to stop, which only a pool that was started does.
    pool.bootup(false);
    return pool;
  }

  private void letGo() {
    // Not with the settings of this process: they may be what has failed.
    Timing timing = PoolFactory.timing(new MpiPoolExecutorBuilder(Settings.none()));
    WorkerGroup workers = workers(timing, 0, false);
    workers.start();
    workers.close();
    workers.ended().join();
  }
}
