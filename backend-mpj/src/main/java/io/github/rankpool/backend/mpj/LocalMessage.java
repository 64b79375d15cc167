package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Message;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message whose bytes are here: a short one, or one that this process sends itself. */
final class LocalMessage extends Message {
  private ByteBuffer data;

  /**
   * Wraps a message.
   *
   * @param data its bytes; not changed, and copied if no receive waits for them
   */
  LocalMessage(int source, int tag, ByteBuffer data) {
    super(new Status(source, tag, data.remaining()));
    this.data = data;
  }

  @Override
  public void keep() {
    ByteBuffer copy = ByteBuffer.allocate(status().bytes());
    copy.put(0, data, data.position(), status().bytes());
    data = copy;
  }

  @Override
  public @Nullable Fault moveTo(ByteBuffer buffer) {
    int bytes = status().bytes();
    int room = buffer.remaining();
    if (bytes > room) {
      return Fault.truncated(bytes, room);
    }
    buffer.put(buffer.position(), data, data.position(), bytes);
    buffer.position(buffer.position() + bytes);
    return null;
  }
}
