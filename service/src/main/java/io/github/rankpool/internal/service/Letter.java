package io.github.rankpool.internal.service;

import java.nio.ByteBuffer;

/**
 * What client and service tell each other.
 *
 * <pre>
 *  client                                    service
 *    Opening      who the client is     --&gt;                 or Replacing: for more workers
 *                                       &lt;--    Waiting      others are before it; repeated
 *                                       &lt;--    Ready        it has workers; or Refused, the last
 *    Message                            --&gt;                 to a worker
 *                                       &lt;--    Taken        MPI has taken it
 *                                       &lt;--    Message      from a worker
 *                                       &lt;--    Lost         a worker is
 *    Parting                            --&gt;                 nothing more to say
 *                                       &lt;--    Parted       nor has any worker
 * </pre>
 */
public sealed interface Letter {
  /** The longest message between a client and a worker, in bytes. */
  int MAX_MESSAGE_BYTES = 2 << 20;

  /**
   * Asks for workers.
   *
   * @param pid the client's process
   * @param host the client's machine
   * @param pool the client's name for its pool
   * @param workers how many it wants at most; 0 for all there are
   */
  record Opening(long pid, String host, String pool, int workers) implements Letter {}

  /**
   * Asks for workers in place of lost ones: the first letter of a conversation beside the one that
   * the client has already.
   *
   * @param ticket the client's, of the {@link Ready} it was given
   * @param workers how many
   * @param firstRank rank in the client's pool of the first of them
   * @param poolSize number of workers that the pool began with
   */
  record Replacing(long ticket, int workers, int firstRank, int poolSize) implements Letter {}

  /**
   * The client has to wait.
   *
   * @param ahead how many clients are served or wait before it; 0 while its workers are started
   * @param who one that is served: host and process
   */
  record Waiting(int ahead, String who) implements Letter {}

  /**
   * The client has workers.
   *
   * @param backend that connects them
   * @param workers how many; their ranks are 0 to {@code workers - 1}
   * @param secret that they have been given, and must prove to hold
   * @param ticket to have lost ones replaced with; 0 where that is not possible
   */
  record Ready(String backend, int workers, byte[] secret, long ticket) implements Letter {}

  /**
   * The client does not get workers.
   *
   * @param code of the error
   * @param reason for its user, without the code
   */
  record Refused(String code, String reason) implements Letter {}

  /**
   * A message to or from a worker.
   *
   * @param peer rank of the worker
   * @param tag of the message
   * @param number by which it will be called taken; 0 from workers
   * @param data the remaining bytes; the buffer is the receiver's of the letter
   */
  record Message(int peer, int tag, long number, ByteBuffer data) implements Letter {}

  /**
   * A message to a worker was handed over.
   *
   * @param number of the message
   */
  record Taken(long number) implements Letter {}

  /**
   * A worker is lost, and nothing more will come from it.
   *
   * @param peer its rank
   */
  record Lost(int peer) implements Letter {}

  /**
   * The client's connection to the workers ends.
   *
   * @param orderly whether all workers have said goodbye; otherwise some are lost
   */
  record Parting(boolean orderly) implements Letter {}

  /** The service's connection to the workers has ended. */
  record Parted() implements Letter {}

  /** There is nothing to say. Of either side, now and then, to show that it is still there. */
  record Alive() implements Letter {}
}
