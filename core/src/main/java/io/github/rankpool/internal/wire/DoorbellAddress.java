package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;

/**
 * Body of a BELL: what another process of this machine needs to ring at the sender's doorbell.
 *
 * @param port of the loopback interface
 * @param number to ring with, known to sender and receiver alone
 */
public record DoorbellAddress(int port, long number) {
  private static final int BYTES = Integer.BYTES + Long.BYTES;
  private static final int MAX_PORT = 65_535;

  /**
   * Writes the body.
   *
   * @return the body
   */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putInt(port).putLong(number).array();
  }

  /**
   * Reads the body.
   *
   * @param body of the frame
   * @return what it says
   * @throws FrameException if it is damaged
   */
  public static DoorbellAddress read(ByteBuffer body) throws FrameException {
    FrameException.check(body.remaining() == BYTES, "doorbell of another length");
    int port = body.getInt();
    FrameException.check(port > 0 && port <= MAX_PORT, "doorbell at port " + port);
    return new DoorbellAddress(port, body.getLong());
  }
}
