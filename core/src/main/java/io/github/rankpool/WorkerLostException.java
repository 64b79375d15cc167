package io.github.rankpool;

import java.time.Instant;

/**
 * A worker ended, or could not be reached any more, while it had this task: its process died, or
 * the connection to it did. Whether the task has run, in whole or in part, is not known, so that it
 * is up to the program whether to submit it again. The pool goes on with its other workers; without
 * any, it is broken.
 */
public class WorkerLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Rank of the worker in its pool. */
  private final int workerRank;

  /** Number of workers that the pool began with. */
  private final int poolSize;

  /** Machine of the worker. */
  private final String host;

  /** Process of the worker. */
  private final long pid;

  /** How the loss was noticed. */
  private final String evidence;

  /** When something last came from the worker. */
  private final Instant lastSeen;

  /**
   * Creates an exception.
   *
   * @param message who was lost, how that was noticed and what to do
   * @param workerRank rank of the worker in its pool
   * @param poolSize number of workers that the pool began with
   * @param host machine of the worker
   * @param pid process of the worker
   * @param evidence how the loss was noticed
   * @param lastSeen when something last came from the worker
   */
  public WorkerLostException(
      String message,
      int workerRank,
      int poolSize,
      String host,
      long pid,
      String evidence,
      Instant lastSeen) {
    super(message);
    this.workerRank = workerRank;
    this.poolSize = poolSize;
    this.host = host;
    this.pid = pid;
    this.evidence = evidence;
    this.lastSeen = lastSeen;
  }

  /**
   * The worker's rank, which no other worker of the pool gets.
   *
   * @return 0 to {@code poolSize() - 1}
   */
  public int workerRank() {
    return workerRank;
  }

  /**
   * The number of workers that the pool began with.
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
   * @return a process id on {@link #host()}; the program's own where workers are threads
   */
  public long pid() {
    return pid;
  }

  /**
   * How the loss was noticed.
   *
   * @return part of a sentence, for people to read
   */
  public String evidence() {
    return evidence;
  }

  /**
   * When something last came from the worker: a result or a heartbeat.
   *
   * @return to about a quarter of a second, by this machine's clock
   */
  public Instant lastSeen() {
    return lastSeen;
  }
}
