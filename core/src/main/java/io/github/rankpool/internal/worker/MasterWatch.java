package io.github.rankpool.internal.worker;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks now and then whether the master's process has ended, where it can be seen from here: not
 * every MPI tells. For the communication thread only.
 */
final class MasterWatch {
  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Optional<ProcessHandle> process;
  private long lookedNanos = System.nanoTime();

  private MasterWatch(Optional<ProcessHandle> process) {
    this.process = process;
  }

  /**
   * Watches a process if it is another one on this machine.
   *
   * @param pid of the process
   * @param host where it runs
   * @param ownHost where this one does
   */
  static MasterWatch of(long pid, String host, String ownHost) {
    boolean isSeen = host.equals(ownHost) && pid != ProcessHandle.current().pid();
    return new MasterWatch(isSeen ? ProcessHandle.of(pid) : Optional.empty());
  }

  /** Whether it has, as far as was looked; by this JVM's nanoseconds. */
  boolean hasEnded(long now) {
    if (process.isEmpty() || now - lookedNanos < LOOK_NANOS) {
      return false;
    }
    lookedNanos = now;
    return !process.get().isAlive();
  }
}
