package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Message;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message from another rank of this JVM. It is in the sender's memory until {@link #keep} has
 * copied it or a receiver has.
 */
final class RankMessage extends Message {
  private final @Nullable Object attachment;
  private ByteBuffer data;
  private int offset;
  private @Nullable SendOperation sender;

  /** Takes the buffer's remaining bytes, without a copy. */
  RankMessage(int source, int tag, ByteBuffer data, @Nullable Object attachment) {
    super(new Status(source, tag, data.remaining()));
    this.data = data;
    this.offset = data.position();
    this.attachment = attachment;
  }

  /** Leaves the message in the sender's buffer and tells the sender when it is no longer needed. */
  void waitForReceiver(SendOperation operation) {
    sender = operation;
  }

  @Override
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public void keep() {
    if (sender == null) {
      ByteBuffer copy = ByteBuffer.allocate(status().bytes());
      copy.put(0, data, offset, status().bytes());
      data = copy;
      offset = 0;
    }
  }

  @Override
  public void undeliverable(Fault reason) {
    if (sender != null) {
      sender.lost(reason);
    }
  }

  @Override
  public @Nullable Fault moveTo(ByteBuffer buffer) {
    int bytes = status().bytes();
    int room = buffer.remaining();
    if (bytes <= room) {
      buffer.put(buffer.position(), data, offset, bytes);
      buffer.position(buffer.position() + bytes);
    }
    if (sender != null) {
      sender.received();
    }
    return bytes <= room ? null : Fault.truncated(bytes, room);
  }
}
