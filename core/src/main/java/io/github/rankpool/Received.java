package io.github.rankpool;

/**
 * A message received.
 *
 * @param <T> type of what was sent
 * @param value what was sent
 * @param source rank of the sender
 * @param tag of the message
 */
public record Received<T>(T value, int source, int tag) {}
