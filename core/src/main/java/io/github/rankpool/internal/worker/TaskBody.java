package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.Envelope;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What a task's payload decodes to, and what a worker runs. */
@FunctionalInterface
public interface TaskBody extends Serializable, Envelope {

  /**
   * Runs the task.
   *
   * @return its result
   * @throws Exception what the task throws
   */
  @Nullable Object run() throws Exception;
}
