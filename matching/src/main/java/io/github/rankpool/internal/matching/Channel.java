package io.github.rankpool.internal.matching;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One rank's way to a group of peers: sends to them, and receives from an inbox of its own. Checks
 * no arguments.
 */
public abstract class Channel {
  private final Inbox inbox;

  /**
   * Creates the way.
   *
   * @param inbox where what the peers send on this channel arrives
   */
  protected Channel(Inbox inbox) {
    this.inbox = inbox;
  }

  public final Inbox inbox() {
    return inbox;
  }

  public final Waiter owner() {
    return inbox.owner();
  }

  /** The number of peers. */
  public abstract int peers();

  /** Starts to send the buffer's remaining bytes, from a heap or a direct buffer. */
  public abstract Request isend(ByteBuffer buffer, int destination, int tag);

  /**
   * Why nothing will come from a peer any more, or null while something may. To be told, and the
   * owner to be {@linkplain Waiter#progressed woken}, only when all that came is in the inbox.
   */
  protected abstract @Nullable Fault lostPeer(int peer);

  public final void send(ByteBuffer buffer, int destination, int tag) {
    isend(buffer, destination, tag).await();
  }

  public final ReceiveOperation irecv(ByteBuffer buffer, int source, int tag) {
    ReceiveOperation receive = new ReceiveOperation(this, buffer, source, tag);
    inbox.post(receive);
    return receive;
  }

  public final Status recv(ByteBuffer buffer, int source, int tag) {
    return irecv(buffer, source, tag).await();
  }

  public final Status probe(int source, int tag) {
    return awaitMessage(source, tag, false).status();
  }

  public final @Nullable Status iprobe(int source, int tag) {
    Message message = inbox.find(source, tag, false);
    return message == null ? null : message.status();
  }

  public final MatchedMessage mprobe(int source, int tag) {
    return new TakenMessage(owner(), awaitMessage(source, tag, true));
  }

  public final @Nullable MatchedMessage improbe(int source, int tag) {
    Message message = inbox.find(source, tag, true);
    return message == null ? null : new TakenMessage(owner(), message);
  }

  private Message awaitMessage(int source, int tag, boolean take) {
    AtomicReference<@Nullable Message> found = new AtomicReference<>();
    try {
      owner()
          .awaitUntil(
              () -> {
                found.set(inbox.findLocked(source, tag, take));
                return found.get() != null || lostSource(source) != null;
              });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Fault.interrupted().exception();
    }
    Message message = found.get();
    if (message == null) {
      owner().checkRunning();
      throw lost(source).exception();
    }
    return message;
  }

  /** Why nothing will come from a source any more, or null while something may. */
  final @Nullable Fault lostSource(int source) {
    if (source != Communicator.ANY_SOURCE) {
      return lostPeer(source);
    }
    for (int peer = 0; peer < peers(); peer++) {
      if (lostPeer(peer) == null) {
        return null;
      }
    }
    return Fault.lost("every rank of the group");
  }

  private Fault lost(int source) {
    Fault fault = lostSource(source);
    return fault == null ? Fault.lost("the source") : fault;
  }
}
