package io.github.rankpool.backend.threads;

import io.github.rankpool.internal.matching.Channel;
import io.github.rankpool.internal.matching.CompletedRequest;
import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.internal.matching.Inbox;
import io.github.rankpool.internal.matching.ReceiveOperation;
import io.github.rankpool.internal.matching.Waiter;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One rank's way into a space: sends to the inboxes of peers, receives from its own. */
final class RankChannel extends Channel {
  /** Longer messages are not copied at sending but wait in the sender's memory. */
  static final int EAGER_BYTES = 64 << 10;

  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  private final Inbox[] peers;
  private final int rank;

  RankChannel(Inbox inbox, List<Inbox> peers, int rank) {
    super(inbox);
    this.peers = peers.toArray(Inbox[]::new);
    this.rank = rank;
  }

  @Override
  public int peers() {
    return peers.length;
  }

  @Override
  public Request isend(ByteBuffer buffer, int destination, int tag) {
    owner().checkRunning();
    RankMessage message = new RankMessage(rank, tag, buffer, null);
    Status status = new Status(destination, tag, buffer.remaining());
    if (status.bytes() <= EAGER_BYTES) {
      peers[destination].deliver(message);
      return new CompletedRequest(status);
    }
    SendOperation pending = new SendOperation(owner(), status, message, peers[destination]);
    message.waitForReceiver(pending);
    peers[destination].deliver(message);
    return pending;
  }

  /** Sends a reference, as ranks share their memory. */
  void sendObject(Object object, int destination, int tag) {
    owner().checkRunning();
    peers[destination].deliver(new RankMessage(rank, tag, NO_BYTES, object));
  }

  <T> T receiveObject(Class<T> type, int source, int tag) {
    ReceiveOperation receive = irecv(NO_BYTES, source, tag);
    receive.await();
    return type.cast(Objects.requireNonNull(receive.attachment()));
  }

  @Override
  protected @Nullable Fault lostPeer(int peer) {
    Waiter owner = peers[peer].owner();
    return owner.hasEnded() ? owner.asLost() : null;
  }
}
