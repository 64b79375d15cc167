package io.github.rankpool.internal.worker;

import io.github.rankpool.internal.wire.Definition;
import io.github.rankpool.internal.wire.Groups;
import io.github.rankpool.internal.wire.Payload;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Something for the task thread to do. A task is claimed either by that thread, to run it, or by
 * the communication thread, to give it back to the master.
 */
final class Job {
  private static final Payload NONE = Payload.ofBytes(new byte[0]);

  enum Kind {
    /** Runs a task. */
    TASK,
    /** Tells that a task did not come whole, once the other ranks of it are there. */
    REFUSED,
    /** Does what comes before an executor's first task. */
    SETUP,
    /** Keeps what an executor's tasks refer to. */
    DEFINITION,
    /** Forgets what was kept for an executor. */
    FORGET
  }

  final Kind kind;
  final long id;
  final Payload payload;

  /** To be kept; null in other kinds of jobs. */
  final @Nullable Definition definition;

  /** Who runs it together; null if this worker alone. */
  final Groups.@Nullable Group members;

  /** How long it may run, in nanoseconds; 0 for no limit. */
  final long limitNanos;

  /** Whether its thread is to be interrupted. Guarded by the runner. */
  boolean interrupted;

  private final AtomicBoolean claimed = new AtomicBoolean();

  private Job(
      Kind kind,
      long id,
      long limitNanos,
      Payload payload,
      @Nullable Definition definition,
      Groups.@Nullable Group members) {
    this.limitNanos = limitNanos;
    this.kind = kind;
    this.id = id;
    this.payload = payload;
    this.definition = definition;
    this.members = members;
  }

  static Job task(long id, long limitNanos, Payload payload, Groups.@Nullable Group members) {
    return new Job(Kind.TASK, id, limitNanos, payload, null, members);
  }

  static Job refused(long id, Payload failure, Groups.Group members) {
    return new Job(Kind.REFUSED, id, 0, failure, null, members);
  }

  static Job setup(long id, Payload payload) {
    return new Job(Kind.SETUP, id, 0, payload, null, null);
  }

  static Job definition(long id, Definition definition) {
    return new Job(Kind.DEFINITION, id, 0, NONE, definition, null);
  }

  static Job forget(long id) {
    return new Job(Kind.FORGET, id, 0, NONE, null, null);
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
