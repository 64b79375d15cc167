package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.Payload;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A task at a worker. Either the task thread claims it, to run it, or the communication thread
 * does, to give it back to the master.
 */
final class Job {
  final long id;
  final Payload payload;
  private final AtomicBoolean claimed = new AtomicBoolean();

  Job(long id, Payload payload) {
    this.id = id;
    this.payload = payload;
  }

  /**
   * Claims the job.
   *
   * @return true for the first caller only
   */
  boolean claim() {
    return claimed.compareAndSet(false, true);
  }
}
