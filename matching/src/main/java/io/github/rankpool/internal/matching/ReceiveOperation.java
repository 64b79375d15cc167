package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A receive, with what it selects messages by. */
public final class ReceiveOperation extends Operation {
  private final Channel channel;
  private final ByteBuffer buffer;
  private final int source;
  private final int tag;
  private @Nullable Object attachment;

  ReceiveOperation(Channel channel, ByteBuffer buffer, int source, int tag) {
    super(channel.owner());
    this.channel = channel;
    this.buffer = buffer;
    this.source = source;
    this.tag = tag;
  }

  /** MPI's matching rule within one communicator (MPI-4.0 §3.2.4). */
  static boolean matches(Status status, int source, int tag) {
    return (source == Communicator.ANY_SOURCE || source == status.source())
        && (tag == Communicator.ANY_TAG || tag == status.tag());
  }

  boolean matches(Message message) {
    return matches(message.status(), source, tag);
  }

  /** Takes a message that was there before. Called by a thread of the receiver. */
  void take(Message message) {
    attachment = message.attachment();
    if (message.isHere()) {
      finish(message.status(), message.moveTo(buffer));
    } else {
      fetch(message);
    }
  }

  /** Takes a message that has just come. Called by the sender's thread. */
  void takeFromSender(Message message) {
    attachment = message.attachment();
    fetch(message);
  }

  private void fetch(Message message) {
    message.fetch(buffer, fault -> finishFromOutside(message.status(), fault));
  }

  /** What the message carried, once complete. */
  public @Nullable Object attachment() {
    return attachment;
  }

  @Override
  public boolean withdraw() {
    return channel.inbox().withdraw(this);
  }

  @Override
  public @Nullable Fault hopeless() {
    return channel.lostSource(source);
  }

  @Override
  public Status statusOfFailure() {
    return new Status(source, tag, 0);
  }
}
