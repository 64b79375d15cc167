package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A receive, with what it selects messages by. */
final class ReceiveOperation extends Operation {
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
    finish(message.status(), message.moveTo(buffer));
  }

  /** Takes a message that has just come. Called by the sender's thread. */
  void takeFromSender(Message message) {
    attachment = message.attachment();
    finishFromOutside(message.status(), message.moveTo(buffer));
  }

  /** What the message carried, once complete. */
  @Nullable Object attachment() {
    return attachment;
  }

  @Override
  boolean withdraw() {
    return channel.inbox().withdraw(this);
  }

  @Override
  @Nullable Fault hopeless() {
    return channel.lostSource(source);
  }

  @Override
  Status statusOfFailure() {
    return new Status(source, tag, 0);
  }
}
