package io.github.rankpool;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A task has run for longer than it may ({@link TaskOptions#timeout}). It was interrupted; whether
 * it has ended meanwhile is not known.
 */
public class TaskTimeoutException extends TimeoutException {
  private static final long serialVersionUID = 1L;

  /** How long the task might run. */
  private final Duration limit;

  /** Rank of its worker in the pool. */
  private final int workerRank;

  /** Machine of the worker. */
  private final String host;

  /** Process of the worker. */
  private final long pid;

  /**
   * Creates an exception.
   *
   * @param message what took how long where, and what to do
   * @param limit how long the task might run
   * @param workerRank rank of its worker in the pool
   * @param host machine of the worker
   * @param pid process of the worker
   */
  public TaskTimeoutException(
      String message, Duration limit, int workerRank, String host, long pid) {
    super(message);
    this.limit = limit;
    this.workerRank = workerRank;
    this.host = host;
    this.pid = pid;
  }

  /**
   * How long the task might run.
   *
   * @return more than zero
   */
  public Duration limit() {
    return limit;
  }

  /**
   * The rank of the worker that runs it, or did.
   *
   * @return its rank in the pool
   */
  public int workerRank() {
    return workerRank;
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
   * @return a process id on {@link #host()}; the program's own where workers are threads
   */
  public long pid() {
    return pid;
  }
}
