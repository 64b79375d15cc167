package io.github.rankpool.backend.mpj.launch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Processes that this one has started and is connected with. Their standard input is their life
 * line: where it ends, they end. Safe for use by many threads.
 */
public final class LaunchedRanks implements AutoCloseable {
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final long worldKey;
  private final List<Long> addresses;
  private final List<Process> processes;
  private final List<PeerLink> links;

  LaunchedRanks(
      long worldKey, List<Long> addresses, List<Process> processes, List<PeerLink> links) {
    this.worldKey = worldKey;
    this.addresses = List.copyOf(addresses);
    this.processes = List.copyOf(processes);
    this.links = List.copyOf(links);
  }

  /**
   * How many there are.
   *
   * @return at least one
   */
  public int size() {
    return processes.size();
  }

  /**
   * What the ranks know their world by.
   *
   * @return a random number
   */
  public long worldKey() {
    return worldKey;
  }

  /**
   * What all processes know a rank by.
   *
   * @param rank from 0
   * @return a random number
   */
  public long address(int rank) {
    return addresses.get(rank);
  }

  /**
   * The connections to a rank.
   *
   * @param rank from 0
   * @return to be closed by who uses it
   */
  public PeerLink link(int rank) {
    return links.get(rank);
  }

  /**
   * Names a rank for messages.
   *
   * @param rank from 0
   * @return such as {@code rank 2 (pid 4711)}
   */
  public String describe(int rank) {
    return "rank " + rank + " (pid " + processes.get(rank).pid() + ")";
  }

  /** Ends the processes: their life line at once, themselves if they go on. Idempotent. */
  @Override
  public void close() {
    end(processes, System.nanoTime() + GRACE_NANOS);
  }

  /** Cuts the life lines, waits until then, and ends who is there still. */
  static void end(List<Process> processes, long deadline) {
    boolean interrupted = false;
    processes.forEach(LaunchedRanks::cutLifeLine);
    for (Process process : processes) {
      try {
        long left = Math.max(0, deadline - System.nanoTime());
        if (!process.waitFor(left, TimeUnit.NANOSECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        interrupted = true;
        process.destroyForcibly();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cutLifeLine(Process process) {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The process has ended.
      return;
    }
  }
}
