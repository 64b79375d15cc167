package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A message for a rank of this process, matched by its status. */
public abstract class Message {
  private final Status status;

  /**
   * Creates a message.
   *
   * @param status its source, tag and length
   */
  protected Message(Status status) {
    this.status = status;
  }

  public final Status status() {
    return status;
  }

  /** What a message between the halves of a communicator carries beside its bytes. */
  public @Nullable Object attachment() {
    return null;
  }

  /** No receive waits for this message: makes it independent of the sender's thread. */
  public void keep() {}

  /** The rank that this message waited for has ended. */
  public void undeliverable(Fault reason) {}

  /** Whether the bytes are in this process's memory, so that {@link #moveTo} may be called. */
  public boolean isHere() {
    return true;
  }

  /**
   * Copies a message that is here behind the buffer's position and moves that.
   *
   * @return why that failed, or null
   */
  public abstract @Nullable Fault moveTo(ByteBuffer buffer);

  /**
   * Has the bytes brought behind the buffer's position, and that moved.
   *
   * @param buffer not to be used until done
   * @param done told why that failed, or null; on any thread
   */
  public void fetch(ByteBuffer buffer, Consumer<@Nullable Fault> done) {
    done.accept(moveTo(buffer));
  }
}
