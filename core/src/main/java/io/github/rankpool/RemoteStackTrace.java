package io.github.rankpool;

/**
 * Where a task's exception was thrown. It is the last cause of every exception that a task threw,
 * and its message holds the stack trace as it was printed by the worker.
 */
public class RemoteStackTrace extends Exception {
  private static final long serialVersionUID = 1L;

  /** Rank of the worker in its pool. */
  private final int workerRank;

  /** Number of workers in the pool. */
  private final int poolSize;

  /** Machine of the worker. */
  private final String host;

  /** Process of the worker. */
  private final long pid;

  /**
   * Creates a trace.
   *
   * @param workerRank rank of the worker in its pool
   * @param poolSize number of workers in the pool
   * @param host machine of the worker
   * @param pid process of the worker
   * @param stackTrace as printed by the worker
   */
  public RemoteStackTrace(int workerRank, int poolSize, String host, long pid, String stackTrace) {
    // Where this object was made is of no interest: it would be a stack of the pool's own threads.
    super(
        "on worker "
            + workerRank
            + " of "
            + poolSize
            + " ("
            + host
            + ", pid "
            + pid
            + ")\n"
            + stackTrace.stripTrailing(),
        null,
        false,
        false);
    this.workerRank = workerRank;
    this.poolSize = poolSize;
    this.host = host;
    this.pid = pid;
  }

  /**
   * The worker's rank.
   *
   * @return 0 to {@code poolSize() - 1}
   */
  public int workerRank() {
    return workerRank;
  }

  /**
   * The number of workers in the pool.
   *
   * @return at least one
   */
  public int poolSize() {
    return poolSize;
  }

  /**
   * The worker's machine.
   *
   * @return a host name
   */
  public String host() {
    return host;
  }

  /**
   * The worker's process.
   *
   * @return a process id on {@link #host()}
   */
  public long pid() {
    return pid;
  }
}
