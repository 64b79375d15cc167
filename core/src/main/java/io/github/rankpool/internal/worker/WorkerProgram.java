package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.CommHost;
import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.internal.comm.WarmUp;
import io.github.rankpool.internal.group.RankGroup;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What a spawned worker runs: serves its parent until that says stop. Without arguments, or with
 * those of {@link #replacing}.
 */
public final class WorkerProgram implements RankProgram {

  /** Made before MPI is started. */
  public WorkerProgram() {
    WarmUp.begin();
  }

  /**
   * The arguments of workers that are started for others that were lost.
   *
   * @param firstRank rank in the pool of the first of them
   * @param poolSize number of workers that the pool began with
   * @return for the request to spawn them
   */
  public static List<String> replacing(int firstRank, int poolSize) {
    return List.of(String.valueOf(firstRank), String.valueOf(poolSize));
  }

  @Override
  public void run(MpiRuntime runtime, List<String> arguments) throws Exception {
    InterCommunicator master =
        runtime
            .parent()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "RP-504: a worker is started by its pool, not by hand: this process has no"
                            + " parent. Run your program; it starts its workers."));
    byte[] secret =
        runtime
            .credential()
            .orElseThrow(() -> new IllegalStateException("RP-505: this worker got no secret"));
    RankGroup workers = RankGroup.permanent(runtime, runtime.world());
    CommLoop loop = new CommLoop(runtime);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    loop.attach(
        new Worker(
            loop,
            master,
            secret,
            WorkerIdentity.of(workers, arguments),
            Thread.currentThread().getContextClassLoader(),
            cause -> {
              failure.set(cause);
              // Pools that tasks have left open must not keep this worker.
              loop.endSoon();
            }));
    CommHost.serve(loop);
    Throwable cause = failure.get();
    if (cause != null) {
      throw endedEarly(cause);
    }
    workers.release();
  }

  /**
   * What a worker throws that ended before its time.
   *
   * @param cause why it did
   * @return to be thrown
   */
  public static IllegalStateException endedEarly(Throwable cause) {
    return cause instanceof GivenUpException givenUp
        ? givenUp
        : new IllegalStateException("RP-506: this worker ended before its time", cause);
  }
}
