package io.github.rankpool;

import java.util.List;

/**
 * What a pool has done since it was made: see {@link MpiPoolExecutor#statistics}. Figures are of
 * about the same moment, but not of the very same.
 *
 * @param tasks how many there were, and what became of them
 * @param waits how long tasks waited from being submitted to being handed to the worker that has
 *     run them; of those that were submitted while the pool had an observer. Each rank of a
 *     parallel task is one
 * @param runs how long these tasks ran, by the workers' clocks
 * @param workersNow how many workers the pool has now; 0 before it is started
 * @param workersAtFirst how many it had when it was started; 0 before
 * @param workersLost how many of them, and of those that came instead, were lost
 * @param queueRemaining how many more tasks may be submitted before {@code submit} waits; {@code
 *     Integer.MAX_VALUE} where the queue is not bounded
 * @param traffic what went between this process and the workers
 * @param work sums of what the workers have done, with what those that were lost had told
 * @param masterBackoff how this process's communication thread slept, which serves all pools of a
 *     backend
 * @param workers those that were not lost, in the order of their ranks
 */
public record PoolStatistics(
    Tasks tasks,
    Durations waits,
    Durations runs,
    int workersNow,
    int workersAtFirst,
    int workersLost,
    int queueRemaining,
    Traffic traffic,
    WorkerStatistics.Work work,
    WorkerStatistics.Sleeps masterBackoff,
    List<WorkerStatistics> workers) {

  /**
   * Tasks of a pool. Always {@code submitted = queued + running + completed + failed + cancelled}.
   * A parallel task counts as one.
   *
   * @param submitted all that the pool has taken
   * @param queued those that no worker runs yet
   * @param running those that run, one on a worker at most
   * @param completed those whose result is here
   * @param failed those that threw, could not be read, were lost or ran for too long
   * @param lost of the failed ones, those whose worker was lost
   * @param timedOut of the failed ones, those that ran for longer than their time limit
   * @param cancelled those that were taken out of the pool before they began
   * @param retried how often a task was queued again, as its worker was lost
   */
  public record Tasks(
      long submitted,
      long queued,
      long running,
      long completed,
      long failed,
      long lost,
      long timedOut,
      long cancelled,
      long retried) {}

  /**
   * Messages between this process and the workers; where pools share workers, those of all pools.
   * What the ranks of a parallel task send each other is not among them.
   *
   * @param framesSent messages with tasks, and other ones
   * @param framesReceived messages with results, and other ones
   * @param bytesSent in these messages and beside them
   * @param bytesReceived in these messages and beside them
   * @param outOfBandBytes of both, what was too large for frames and went beside them
   * @param encodingNanos what this process has spent on encoding the tasks of this pool, in
   *     nanoseconds; only measured while the pool has an observer, and estimated where that takes
   *     less than some microseconds: then one in 16 is measured, and counts as 16
   * @param decodingNanos likewise on decoding results
   */
  public record Traffic(
      long framesSent,
      long framesReceived,
      long bytesSent,
      long bytesReceived,
      long outOfBandBytes,
      long encodingNanos,
      long decodingNanos) {}
}
