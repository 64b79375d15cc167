package io.github.rankpool.internal.wire;

/**
 * A task on its way to a worker, or its result on the way back.
 *
 * @param id the task's number, unique in its pool
 * @param outcome what the payload is
 * @param nanos for tasks, how long they may run, 0 for no limit; for results, how long the task
 *     ran; in nanoseconds; otherwise 0
 * @param payload the task or the result
 */
public record TaskRecord(long id, Outcome outcome, long nanos, Payload payload) {}
