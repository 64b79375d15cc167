package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Message;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A message that waits in the memory of the process that sends it until somebody wants it. */
final class LongMessage extends Message {
  private final Transfers transfers;
  private final Peer sender;
  private final int key;

  LongMessage(Transfers transfers, Peer sender, Envelope envelope) {
    super(new Status(envelope.source(), envelope.tag(), envelope.bytes()));
    this.transfers = transfers;
    this.sender = sender;
    this.key = envelope.key();
  }

  @Override
  public boolean isHere() {
    return false;
  }

  @Override
  public @Nullable Fault moveTo(ByteBuffer buffer) {
    throw new AssertionError("the bytes are not here yet");
  }

  @Override
  public void undeliverable(Fault reason) {
    transfers.drop(sender, key);
  }

  @Override
  public void fetch(ByteBuffer buffer, Consumer<@Nullable Fault> done) {
    int bytes = status().bytes();
    int room = buffer.remaining();
    if (bytes > room) {
      transfers.drop(sender, key);
      done.accept(Fault.truncated(bytes, room));
      return;
    }
    ByteBuffer target = buffer.slice(buffer.position(), bytes);
    transfers.pull(
        sender,
        key,
        target,
        fault -> {
          if (fault == null) {
            buffer.position(buffer.position() + bytes);
          }
          done.accept(fault);
        });
  }
}
