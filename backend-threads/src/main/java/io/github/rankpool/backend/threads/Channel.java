package io.github.rankpool.backend.threads;

import io.github.rankpool.spi.Communicator;
import io.github.rankpool.spi.MatchedMessage;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One rank's way into a space: sends to the inboxes of peers, receives from its own. */
final class Channel {
  /** Longer messages are not copied at sending but wait in the sender's memory. */
  static final int EAGER_BYTES = 64 << 10;

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final Inbox inbox;
  private final Inbox[] peers;
  private final int rank;

  Channel(Inbox inbox, List<Inbox> peers, int rank) {
    this.inbox = inbox;
    this.peers = peers.toArray(Inbox[]::new);
    this.rank = rank;
  }

  Inbox inbox() {
    return inbox;
  }

  Rank owner() {
    return inbox.owner();
  }

  int peers() {
    return peers.length;
  }

  Request isend(ByteBuffer buffer, int destination, int tag) {
    owner().checkRunning();
    Message message = new Message(rank, tag, buffer, null);
    Status status = new Status(destination, tag, buffer.remaining());
    if (status.bytes() <= EAGER_BYTES) {
      peers[destination].deliver(message, null);
      return new CompletedRequest(status);
    }
    SendOperation pending = new SendOperation(owner(), status, message, peers[destination]);
    peers[destination].deliver(message, pending);
    return pending;
  }

  void send(ByteBuffer buffer, int destination, int tag) {
    isend(buffer, destination, tag).await();
  }

  ReceiveOperation irecv(ByteBuffer buffer, int source, int tag) {
    ReceiveOperation receive = new ReceiveOperation(this, buffer, source, tag);
    inbox.post(receive);
    return receive;
  }

  Status recv(ByteBuffer buffer, int source, int tag) {
    return irecv(buffer, source, tag).await();
  }

  /** Sends a reference, as ranks share their memory. */
  void sendObject(Object object, int destination, int tag) {
    owner().checkRunning();
    peers[destination].deliver(new Message(rank, tag, NO_BYTES, object), null);
  }

  <T> T receiveObject(Class<T> type, int source, int tag) {
    ReceiveOperation receive = irecv(NO_BYTES, source, tag);
    receive.await();
    return type.cast(Objects.requireNonNull(receive.attachment()));
  }

  Status probe(int source, int tag) {
    return awaitMessage(source, tag, false).status();
  }

  @Nullable Status iprobe(int source, int tag) {
    Message message = inbox.find(source, tag, false);
    return message == null ? null : message.status();
  }

  MatchedMessage mprobe(int source, int tag) {
    return new TakenMessage(awaitMessage(source, tag, true));
  }

  @Nullable MatchedMessage improbe(int source, int tag) {
    Message message = inbox.find(source, tag, true);
    return message == null ? null : new TakenMessage(message);
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
  @Nullable Fault lostSource(int source) {
    if (source != Communicator.ANY_SOURCE) {
      Rank peer = peers[source].owner();
      return peer.hasEnded() ? peer.asLost() : null;
    }
    for (Inbox peer : peers) {
      if (!peer.owner().hasEnded()) {
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
