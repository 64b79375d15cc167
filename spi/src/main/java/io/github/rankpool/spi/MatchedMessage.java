package io.github.rankpool.spi;

import java.nio.ByteBuffer;

/**
 * A message found by a matched probe (MPI-4.0 §3.8.2). No other receive can get it; it must be
 * received exactly once through this object.
 *
 * <p>Not safe for use by two threads at once.
 */
public interface MatchedMessage {

  /**
   * Source, tag and length of the message.
   *
   * @return the status
   */
  Status status();

  /**
   * Receives the message, blocking until it is there in whole.
   *
   * @param buffer heap or direct, with at least {@code status().bytes()} remaining
   * @return the status
   * @throws IllegalStateException if the message was received before
   * @throws MpiException if the buffer is too small, or MPI failed
   */
  Status recv(ByteBuffer buffer);

  /**
   * Starts to receive the message.
   *
   * @param buffer direct, with at least {@code status().bytes()} remaining
   * @return the operation under way
   * @throws IllegalStateException if the message was received before
   * @throws IllegalArgumentException if the buffer is not direct
   * @throws MpiException if the buffer is too small, or MPI failed
   */
  Request irecv(ByteBuffer buffer);
}
