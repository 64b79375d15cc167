package io.github.rankpool.spi;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Point-to-point messages among a group of ranks (MPI-4.0 §3, §7).
 *
 * <p>Destinations and sources are ranks of this communicator's group; for an {@link
 * InterCommunicator}, of its remote group. Messages from one rank to another are received in the
 * order sent, among those that a receive or probe could match (rule P-2).
 */
public interface Communicator {

  /** Matches a message from any source (MPI-4.0 §3.2.4). */
  int ANY_SOURCE = -1;

  /** Matches a message with any tag (MPI-4.0 §3.2.4). */
  int ANY_TAG = -1;

  /** The largest tag that every backend takes; the smallest is 0. */
  int MAX_TAG = 32767;

  /**
   * This process's rank in the (local) group (MPI-4.0 §7.4.1).
   *
   * @return 0 to {@code size() - 1}
   */
  int rank();

  /**
   * The number of ranks in the (local) group (MPI-4.0 §7.4.1).
   *
   * @return at least one
   */
  int size();

  /**
   * Sends the buffer's remaining bytes; returns when the buffer may be changed, which may be before
   * or after the message is received (MPI-4.0 §3.4, standard mode).
   *
   * @param buffer heap or direct; empty is allowed
   * @param destination rank of the receiver
   * @param tag 0 to {@link #MAX_TAG}
   * @throws IllegalArgumentException if destination or tag is out of range
   * @throws MpiException if MPI failed
   */
  void send(ByteBuffer buffer, int destination, int tag);

  /**
   * Starts to send the buffer's remaining bytes (MPI-4.0 §3.7.2).
   *
   * @param buffer direct; not to be changed until the request is complete
   * @param destination rank of the receiver
   * @param tag 0 to {@link #MAX_TAG}
   * @return the operation under way
   * @throws IllegalArgumentException if the buffer is not direct, or destination or tag is out of
   *     range
   * @throws MpiException if MPI failed
   */
  Request isend(ByteBuffer buffer, int destination, int tag);

  /**
   * Receives a message, blocking until it is there (MPI-4.0 §3.2.4).
   *
   * @param buffer heap or direct, with room for the message between position and limit
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return source, tag and length of the message
   * @throws IllegalArgumentException if source or tag is out of range
   * @throws MpiException if the message is longer than the room for it (code RP-311), or MPI failed
   */
  Status recv(ByteBuffer buffer, int source, int tag);

  /**
   * Starts to receive a message (MPI-4.0 §3.7.2).
   *
   * @param buffer direct, with room for the message; not to be used until the request is complete
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return the operation under way, whose test and await throw if the message is too long
   * @throws IllegalArgumentException if the buffer is not direct, or source or tag is out of range
   * @throws MpiException if MPI failed
   */
  Request irecv(ByteBuffer buffer, int source, int tag);

  /**
   * Waits for a message without receiving it (MPI-4.0 §3.8.1).
   *
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return source, tag and length of the next message that matches
   * @throws IllegalArgumentException if source or tag is out of range
   * @throws MpiException if MPI failed
   */
  Status probe(int source, int tag);

  /**
   * Looks for a message without receiving it or waiting (MPI-4.0 §3.8.1).
   *
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return the next message that matches, or null if none is there
   * @throws IllegalArgumentException if source or tag is out of range
   * @throws MpiException if MPI failed
   */
  @Nullable Status iprobe(int source, int tag);

  /**
   * Waits for a message and takes it out of matching, so that only the object returned can receive
   * it (MPI-4.0 §3.8.2).
   *
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return the message, to be received by the caller
   * @throws IllegalArgumentException if source or tag is out of range
   * @throws MpiException if MPI failed
   */
  MatchedMessage mprobe(int source, int tag);

  /**
   * As {@link #mprobe}, without waiting.
   *
   * @param source rank of the sender, or {@link #ANY_SOURCE}
   * @param tag 0 to {@link #MAX_TAG}, or {@link #ANY_TAG}
   * @return the message, to be received by the caller, or null if none is there
   * @throws IllegalArgumentException if source or tag is out of range
   * @throws MpiException if MPI failed
   */
  @Nullable MatchedMessage improbe(int source, int tag);

  /**
   * Tells whether a rank is known to be lost: it has ended without disconnecting, or cannot be
   * reached any more. From then on nothing sent to it arrives, and nothing comes from it but what
   * probes find already (rule E-3). Never blocks; made to be called often, from any thread.
   *
   * <p>MPI-4.0 has no such operation: it leaves open what becomes of a program one of whose
   * processes has failed (§9.3.1). The nearest is {@code MPIX_Comm_get_failed} of the proposal for
   * User Level Failure Mitigation.
   *
   * @param rank one that messages can be sent to
   * @return true, for good, once the loss is known, which also ends {@link
   *     MpiRuntime#awaitArrival}; false while it is not, and always where the backend cannot tell
   * @throws IllegalArgumentException if the rank is out of range
   * @throws IllegalStateException if this communicator was disconnected
   */
  boolean isLost(int rank);

  /**
   * Waits for this communicator's pending messages and frees it; collective over all its ranks, of
   * both groups where there are two (MPI-4.0 §11.10.4). Idempotent.
   *
   * @throws IllegalStateException if this is the world or self communicator of the runtime
   * @throws MpiException if MPI failed
   */
  void disconnect();

  /**
   * Gives up a communicator of which a rank is lost, and does not wait for any: what was under way
   * is forgotten. Local, unlike {@link #disconnect}, which may wait for the lost rank in vain. A
   * runtime may end without MPI's own finalisation after that. Idempotent.
   *
   * @throws IllegalStateException if this is the world or self communicator of the runtime
   * @throws MpiException if MPI failed
   */
  default void abandon() {
    disconnect();
  }
}
