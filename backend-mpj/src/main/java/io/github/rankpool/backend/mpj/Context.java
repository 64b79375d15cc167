package io.github.rankpool.backend.mpj;

import io.github.rankpool.internal.matching.Channel;
import io.github.rankpool.internal.matching.ChannelCommunicator;
import io.github.rankpool.internal.matching.Fault;
import io.github.rankpool.spi.MpiException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;

/**
 * A communicator's group or two groups, and its three channels. All its processes know it by a
 * number that one of them chose at random, so that they need not agree on one.
 *
 * @param endpoint of this process
 * @param number of the communicator
 * @param local this process's group
 * @param remote the group that it exchanges messages with, which may be the same
 * @param rank this process's in its group
 */
record Context(Endpoint endpoint, long number, List<Peer> local, List<Peer> remote, int rank) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int CHANNELS = 4;
  private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

  /** A number that no other communicator has. */
  static long newNumber() {
    return RANDOM.nextLong();
  }

  /** The context of a communicator of one group. */
  static Context of(Endpoint endpoint, long number, List<Peer> group) {
    return new Context(endpoint, number, group, group, Group.rankOfSelf(group));
  }

  /** The context of a communicator between two groups. */
  static Context between(Endpoint endpoint, long number, List<Peer> local, List<Peer> remote) {
    return new Context(endpoint, number, local, remote, Group.rankOfSelf(local));
  }

  /** The program's messages. */
  Channel messages() {
    return channel(0, remote);
  }

  /** The communicator's own messages among the local group. */
  Channel internal() {
    return channel(1, local);
  }

  /** The communicator's own messages with the remote group. */
  Channel bridge() {
    return channel(2, remote);
  }

  private Channel channel(int kind, List<Peer> peers) {
    return new PeerChannel(endpoint, number * CHANNELS + kind, peers, rank);
  }

  /**
   * Waits until all ranks have come here, and gives the channels up. A lost rank ends the wait, as
   * nothing comes from it that could be lost.
   */
  void leave() {
    try {
      meet();
    } catch (MpiException e) {
      if (!e.code().equals(Fault.lost("").code())) {
        throw e;
      }
    }
    giveUp();
  }

  /** Gives the channels up, whatever the other ranks do. */
  void giveUp() {
    for (int kind = 0; kind < CHANNELS; kind++) {
      endpoint.forget(number * CHANNELS + kind);
    }
  }

  /**
   * The first rank of each group collects its group, then both tell each other, then the groups.
   */
  private void meet() {
    Channel own = internal();
    if (rank > 0) {
      own.send(NO_BYTES, 0, ChannelCommunicator.LOCAL);
      own.recv(NO_BYTES, 0, ChannelCommunicator.LOCAL);
      return;
    }
    for (int other = 1; other < local.size(); other++) {
      own.recv(NO_BYTES, other, ChannelCommunicator.LOCAL);
    }
    if (local != remote) {
      Channel bridge = bridge();
      bridge.send(NO_BYTES, 0, ChannelCommunicator.BRIDGE);
      bridge.recv(NO_BYTES, 0, ChannelCommunicator.BRIDGE);
    }
    for (int other = 1; other < local.size(); other++) {
      own.send(NO_BYTES, other, ChannelCommunicator.LOCAL);
    }
  }

  /** Receives a message of unknown length of the communicator's own. */
  static ByteBuffer receive(Channel channel, int source, int tag) {
    ByteBuffer message = ByteBuffer.allocate(channel.probe(source, tag).bytes());
    channel.recv(message, source, tag);
    return message.flip();
  }
}
