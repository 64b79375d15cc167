package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way. It is in the sender's memory until {@link #keepCopy} is called or a
 * receiver has copied it.
 */
final class Message {
  private final Status status;
  private final @Nullable Object attachment;
  private ByteBuffer data;
  private int offset;
  private @Nullable SendOperation sender;

  /** Takes the buffer's remaining bytes, without a copy. */
  Message(int source, int tag, ByteBuffer data, @Nullable Object attachment) {
    this.status = new Status(source, tag, data.remaining());
    this.data = data;
    this.offset = data.position();
    this.attachment = attachment;
  }

  Status status() {
    return status;
  }

  /** What a message between the halves of a communicator carries beside its bytes. */
  @Nullable Object attachment() {
    return attachment;
  }

  @Nullable SendOperation sender() {
    return sender;
  }

  /** Makes the message independent of the sender's buffer. */
  void keepCopy() {
    ByteBuffer copy = ByteBuffer.allocate(status.bytes());
    copy.put(0, data, offset, status.bytes());
    data = copy;
    offset = 0;
  }

  /** Leaves the message in the sender's buffer and tells the sender when it is no longer needed. */
  void waitForReceiver(SendOperation operation) {
    sender = operation;
  }

  /** Copies the message behind the buffer's position and moves that; completes the send. */
  @Nullable Fault moveTo(ByteBuffer buffer) {
    int bytes = status.bytes();
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
