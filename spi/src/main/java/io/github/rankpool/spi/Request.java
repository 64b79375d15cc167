package io.github.rankpool.spi;

import org.jspecify.annotations.Nullable;

/**
 * A non-blocking operation under way (MPI-4.0 §3.7). Its buffer belongs to MPI until the request is
 * complete. Every request must be completed by {@link #test} or {@link #await} before its
 * communicator is disconnected.
 *
 * <p>Not safe for use by two threads at once.
 */
public interface Request {

  /**
   * Completes the operation if it can be completed now. Never blocks. Once it has returned a status
   * it returns the same one again.
   *
   * @return what was received, or for a send the destination, tag and bytes sent; null while the
   *     operation is under way
   * @throws MpiException if the operation failed; the request counts as complete then
   */
  @Nullable Status test();

  /**
   * Waits until the operation is complete.
   *
   * @return as of {@link #test}
   * @throws MpiException if the operation failed; the request counts as complete then
   */
  Status await();
}
