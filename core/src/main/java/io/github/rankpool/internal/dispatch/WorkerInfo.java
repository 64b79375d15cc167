package io.github.rankpool.internal.dispatch;

/**
 * Who a worker is.
 *
 * @param rank its rank in the pool; from {@code size} on for one that came instead of another
 * @param size number of workers that the pool began with
 * @param host the machine it runs on
 * @param pid its process
 */
public record WorkerInfo(int rank, int size, String host, long pid) {
  private static final long NO_PROCESS = -1;

  /** A worker that has not told where it is. */
  static WorkerInfo unknown(int rank, int size) {
    return new WorkerInfo(rank, size, "an unknown host", NO_PROCESS);
  }

  @Override
  public String toString() {
    String who = rank < size ? "worker " + rank + " of " + size : "worker " + rank + ", a new one,";
    return pid == NO_PROCESS ? who + " (never heard of)" : who + " on " + host + ", pid " + pid;
  }
}
