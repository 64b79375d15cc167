package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Channel;
import io.github.rankpool.internal.matching.CompletedRequest;
import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.spi.Request;
import io.github.rankpool.spi.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rank's way to the ranks of a group in other processes. */
final class PeerChannel extends Channel {
  private static final int MAX_BODY = Fabric.MAX_SHORT - Envelope.BYTES;

  private final Endpoint endpoint;
  private final long number;
  private final List<Peer> peers;
  private final int rank;

  /**
   * Opens a channel.
   *
   * @param number what all its processes know it by
   * @param rank what the receivers know this process by
   */
  PeerChannel(Endpoint endpoint, long number, List<Peer> peers, int rank) {
    super(endpoint.inbox(number));
    this.endpoint = endpoint;
    this.number = number;
    this.peers = peers;
    this.rank = rank;
  }

  @Override
  public int peers() {
    return peers.size();
  }

  @Override
  public Request isend(ByteBuffer buffer, int destination, int tag) {
    owner().checkRunning();
    Peer peer = peers.get(destination);
    Status status = new Status(destination, tag, buffer.remaining());
    if (peer.isSelf()) {
      inbox().deliver(new LocalMessage(rank, tag, buffer.slice()));
      return new CompletedRequest(status);
    }
    Fault lost = peer.lost();
    if (lost != null) {
      throw lost.exception();
    }
    if (status.bytes() > MAX_BODY) {
      return endpoint.transfers().announce(peer, number, rank, status, buffer);
    }
    try {
      peer.send(new Envelope(Envelope.Kind.SHORT, number, rank, tag, status.bytes(), 0), buffer);
    } catch (IOException e) {
      throw endpoint.failed(peer, e);
    }
    return new CompletedRequest(status);
  }

  @Override
  protected @Nullable Fault lostPeer(int peer) {
    return peers.get(peer).lost();
  }
}
