package io.github.rankpool.internal.dispatch;

/**
 * Who a worker is.
 *
 * @param rank its rank in the pool, 0 to {@code size - 1}
 * @param size number of workers in the pool
 * @param host the machine it runs on
 * @param pid its process
 */
public record WorkerInfo(int rank, int size, String host, long pid) {

  @Override
  public String toString() {
    return "worker " + rank + " of " + size + " on " + host + ", pid " + pid;
  }
}
