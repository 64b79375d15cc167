package io.github.rankpool.backend.mpj;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Processes that one device of MPJ Express connects, each known by its place. Safe for use by many
 * threads.
 *
 * <p>Short messages arrive by themselves, in the order sent. Blocks need a receive: they go
 * straight into the memory that waits for them.
 */
public interface Fabric {
  /** The longest short message, in bytes. */
  int MAX_SHORT = (64 << 10) + Envelope.BYTES;

  /** The longest block, in bytes. */
  int MAX_BLOCK = 1 << 20;

  /**
   * This process's place.
   *
   * @return 0 to {@code size() - 1}
   */
  int place();

  /**
   * The number of processes, this one included.
   *
   * @return at least two
   */
  int size();

  /**
   * Begins to receive. Called once, before any other message is sent or received.
   *
   * @param events told what comes
   */
  void start(Events events);

  /**
   * Sends a short message; returns when the buffers may be used again.
   *
   * @param place of the receiver, another process
   * @param head sent first
   * @param body sent behind the head; together at most {@link #MAX_SHORT} bytes
   * @throws IOException if the receiver cannot be reached any more
   */
  void send(int place, ByteBuffer head, ByteBuffer body) throws IOException;

  /**
   * Starts to send a block. Blocks to one place under one key arrive in the order sent.
   *
   * @param place of the receiver, another process
   * @param key names the transfer
   * @param block at most {@link #MAX_BLOCK} bytes, from position to limit; not to be changed until
   *     the operation is complete
   * @return the operation under way
   * @throws IOException if the receiver cannot be reached any more
   */
  Pending sendBlock(int place, int key, ByteBuffer block) throws IOException;

  /**
   * Starts to receive a block.
   *
   * @param place of the sender, another process
   * @param key names the transfer
   * @param block filled from position to limit, which is the length sent; not to be used until the
   *     operation is complete
   * @return the operation under way
   * @throws IOException if the sender cannot be reached any more
   */
  Pending receiveBlock(int place, int key, ByteBuffer block) throws IOException;

  /**
   * Ends this process's part: connections are closed, operations under way fail, threads end.
   * Idempotent. Not to be called by a thread that is in {@link Events}.
   */
  void close();

  /** An operation under way. */
  interface Pending {
    /**
     * Waits until it is complete. Not ended by an interrupt.
     *
     * @throws IOException if the device has ended before
     */
    void await() throws IOException;
  }

  /** What comes from a fabric, on a thread of its own. */
  interface Events {
    /**
     * A short message came.
     *
     * @param place of the sender
     * @param message its bytes, valid during the call only
     */
    void arrived(int place, ByteBuffer message);

    /**
     * The device has ended: a process of the fabric has, a connection broke, or {@link #close} was
     * called. Nothing comes any more; all that came before has been told. Called once.
     */
    void ended();
  }
}
