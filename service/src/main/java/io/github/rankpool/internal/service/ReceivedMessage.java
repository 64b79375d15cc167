package io.github.rankpool.internal.service;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Message;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message of a worker, which takes up room until it is received. */
final class ReceivedMessage extends Message {
  private final ByteBuffer data;
  private final Room room;

  ReceivedMessage(Status status, ByteBuffer data, Room room) {
    super(status);
    this.data = data;
    this.room = room;
  }

  @Override
  public @Nullable Fault moveTo(ByteBuffer buffer) {
    room.giveBack(status().bytes());
    if (status().bytes() > buffer.remaining()) {
      return Fault.truncated(status().bytes(), buffer.remaining());
    }
    buffer.put(data);
    return null;
  }
}
