package io.github.rankpool;

/**
 * What became of a task. All moments are of this JVM's {@link System#nanoTime}.
 *
 * <p>A parallel task gives a report for each of its ranks, but for those that another rank's
 * failure or cancelling has ended.
 *
 * @param id of the task in its pool, from 1
 * @param outcome how it ended
 * @param worker the rank that had it last; -1 if none has had it
 * @param submittedNanos when it was handed to the pool
 * @param sentNanos when it was handed to that worker; {@code endedNanos} if none has had it
 * @param endedNanos when its end was known here
 * @param runNanos how long it ran, by the worker's clock, in nanoseconds; 0 if no worker has told
 * @param taskBytes length of the encoded task
 * @param resultBytes length of the encoded result or exception; 0 if there is none
 */
public record TaskReport(
    long id,
    TaskOutcome outcome,
    int worker,
    long submittedNanos,
    long sentNanos,
    long endedNanos,
    long runNanos,
    long taskBytes,
    long resultBytes) {}
