package io.github.rankpool;

/**
 * What one worker has done, and how it is reached. Of workers that several pools share, for all of
 * them.
 *
 * @param rank its rank in the pool
 * @param host the machine it runs on
 * @param pid its process
 * @param work what it has done, as it told last: once a second while tasks end, every four seconds
 *     otherwise, and at its end
 * @param window the most tasks that it may hold at present, so as not to wait for the next one
 * @param roundTripNanos what it takes to have a task run there beside running it: from handing it
 *     to the worker while that has none, until its result is here, in nanoseconds; a moving
 *     average, 0 before the first task
 * @param secondsSinceHeard how long ago a message came from it last, to within a quarter of a
 *     second; {@code NaN} if heartbeats are off
 */
public record WorkerStatistics(
    int rank,
    String host,
    long pid,
    Work work,
    int window,
    long roundTripNanos,
    double secondsSinceHeard) {

  /**
   * What a worker, or several, have done since they began. Busy and idle time are those of the
   * thread that runs tasks, and together all its time.
   *
   * @param tasks that were run, each rank of a parallel task being one
   * @param busyNanos for how long tasks were decoded, run and their results encoded, in nanoseconds
   * @param idleNanos for how long there was no task, in nanoseconds
   * @param backoff how the worker's communication thread slept; nothing where MPI can block
   */
  public record Work(long tasks, long busyNanos, long idleNanos, Sleeps backoff) {}

  /**
   * Sleeps of a communication thread that waits for messages, between two looks at MPI.
   *
   * @param count how often it slept
   * @param nanos for how long in all, in nanoseconds
   */
  public record Sleeps(long count, long nanos) {}
}
