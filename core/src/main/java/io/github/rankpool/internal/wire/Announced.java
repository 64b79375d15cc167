package io.github.rankpool.internal.wire;

import org.jspecify.annotations.Nullable;

/**
 * A record as read from a frame: with its payload, or with the shape of the payload to come.
 *
 * @param id the task's number
 * @param outcome what the payload is
 * @param nanos how long the task ran, in nanoseconds
 * @param payload the payload, if it was in the frame; otherwise null
 * @param shape the payload's shape, if it follows in chunks; otherwise null
 */
public record Announced(
    long id, Outcome outcome, long nanos, @Nullable Payload payload, @Nullable PayloadShape shape) {

  /**
   * Makes the record whole.
   *
   * @param whole the payload
   * @return the record
   */
  public TaskRecord with(Payload whole) {
    return new TaskRecord(id, outcome, nanos, whole);
  }
}
