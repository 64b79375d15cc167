package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.comm.CommLoop;
import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import java.util.List;

/** What a spawned worker runs: serves its parent until that says stop. */
public final class WorkerProgram implements RankProgram {

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
    CommLoop loop = new CommLoop(runtime);
    Worker worker =
        new Worker(loop, master, secret, Thread.currentThread().getContextClassLoader());
    loop.attach(worker);
    loop.run(true);
    Throwable failure = worker.failure();
    if (failure != null) {
      throw new IllegalStateException("RP-506: this worker ended before its time", failure);
    }
  }
}
