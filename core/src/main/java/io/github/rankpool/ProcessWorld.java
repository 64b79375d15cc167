package io.github.rankpool;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.discovery.BackendChoice;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiProvider;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.ThreadLevel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The world of this process, from its first use until the JVM ends. */
final class ProcessWorld {
  // Guarded by the class.
  private static @Nullable MpiCommunicator communicator;

  private ProcessWorld() {}

  static synchronized MpiCommunicator communicator() {
    if (communicator == null) {
      communicator = start();
    }
    return communicator;
  }

  private static MpiCommunicator start() {
    Settings settings = Settings.ofProcess();
    BackendChoice choice = PoolFactory.chooseBackend(null, settings);
    MpiProvider provider = choice.provider();
    ThreadLevel level = ThreadLevel.valueOf(settings.get(Setting.THREAD_LEVEL));
    CommHost host = CommHost.acquire(provider, level);
    try {
      CommLoop loop = host.loop().join();
      MpiRuntime runtime = loop.runtime();
      if (runtime.world().rank() == 0) {
        // Once for the program, not for each of its ranks.
        PoolFactory.log("world of " + runtime.world().size(), choice);
      }
      return new MpiCommunicator(
          onCommThread(loop, runtime),
          new Origin(runtime, () -> CommHost.acquire(provider, level)));
    } catch (CompletionException e) {
      host.release();
      throw e.getCause() instanceof MpiException cause ? cause : e;
    }
  }

  /** Below MPI_THREAD_SERIALIZED it would not be right to make collective calls elsewhere. */
  private static RankGroup onCommThread(CommLoop loop, MpiRuntime runtime) {
    CompletableFuture<RankGroup> group = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            group.complete(RankGroup.permanent(runtime, runtime.world()));
          } catch (Throwable e) {
            group.completeExceptionally(e);
          }
        });
    return group.join();
  }
}
