package io.github.rankpool.internal.comm;

/** What has gone over a link. Counted by the communication thread, readable from any thread. */
public final class Traffic {
  /** Of a link that there is not yet. */
  public static final Traffic NONE = new Traffic();

  private final Counter framesSent = new Counter();
  private final Counter framesReceived = new Counter();
  private final Counter bytesSent = new Counter();
  private final Counter bytesReceived = new Counter();
  private final Counter chunkBytes = new Counter();

  /** Creates the traffic of a link that nothing has gone over yet. */
  Traffic() {}

  void sent(int bytes, boolean isFrame) {
    bytesSent.add(bytes);
    count(framesSent, bytes, isFrame);
  }

  void received(long bytes, boolean isFrame) {
    bytesReceived.add(bytes);
    count(framesReceived, bytes, isFrame);
  }

  private void count(Counter frames, long bytes, boolean isFrame) {
    if (isFrame) {
      frames.add(1);
    } else {
      chunkBytes.add(bytes);
    }
  }

  /**
   * Frames sent, to all peers.
   *
   * @return frames
   */
  public long framesSent() {
    return framesSent.get();
  }

  /**
   * Frames received, from all peers.
   *
   * @return frames
   */
  public long framesReceived() {
    return framesReceived.get();
  }

  /**
   * What was sent, in frames and beside them.
   *
   * @return bytes
   */
  public long bytesSent() {
    return bytesSent.get();
  }

  /**
   * What was received, in frames and beside them.
   *
   * @return bytes
   */
  public long bytesReceived() {
    return bytesReceived.get();
  }

  /**
   * What was sent and received in messages of its own, beside frames.
   *
   * @return bytes
   */
  public long chunkBytes() {
    return chunkBytes.get();
  }
}
