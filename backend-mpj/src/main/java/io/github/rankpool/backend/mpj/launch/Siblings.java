package io.github.rankpool.backend.mpj.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the ranks of one spawn find each other: each connects with those of lower rank. */
final class Siblings {
  private static final int ADDRESS_BYTES = 16;
  private static final int ENTRY_BYTES = 1 + ADDRESS_BYTES + Integer.BYTES;
  private static final long LOOK_MILLIS = 200;

  private Siblings() {}

  /** Where the ranks wait, for {@link #read}. */
  static ByteBuffer encode(List<InetSocketAddress> places) {
    ByteBuffer table = ByteBuffer.allocate(places.size() * ENTRY_BYTES);
    for (InetSocketAddress place : places) {
      byte[] address = place.getAddress().getAddress();
      table.put((byte) address.length).put(address);
      table.position(table.position() + ADDRESS_BYTES - address.length);
      table.putInt(place.getPort());
    }
    return table.flip();
  }

  static List<InetSocketAddress> read(SocketChannel from, int ranks, long deadline)
      throws IOException {
    ByteBuffer table =
        ByteBuffer.wrap(Handshake.read(from.socket(), ranks * ENTRY_BYTES, deadline));
    List<InetSocketAddress> places = new ArrayList<>();
    while (table.hasRemaining()) {
      byte[] address = new byte[table.get()];
      table.get(address);
      table.position(table.position() + ADDRESS_BYTES - address.length);
      places.add(new InetSocketAddress(InetAddress.getByAddress(address), table.getInt()));
    }
    return places;
  }

  /**
   * Connects this rank with all others.
   *
   * @param reception where those of higher rank come
   * @return one for each rank; null at this one's place
   */
  static List<@Nullable PeerLink> connect(
      Bootstrap own, List<InetSocketAddress> places, Reception reception, long deadline)
      throws IOException, InterruptedException {
    List<@Nullable PeerLink> links = new ArrayList<>();
    for (int other = 0; other < own.size(); other++) {
      if (other < own.rank()) {
        links.add(link(places.get(other), own, 0));
      } else if (other == own.rank()) {
        links.add(null);
      } else {
        links.add(await(reception, other, deadline));
      }
    }
    return links;
  }

  /** Makes both connections to a process that waits for this rank. */
  static PeerLink link(InetSocketAddress place, Bootstrap own, int port) throws IOException {
    SocketChannel outgoing = open(place);
    try {
      introduce(outgoing, own, Handshake.Direction.OUTGOING, port);
      SocketChannel incoming = open(place);
      try {
        introduce(incoming, own, Handshake.Direction.INCOMING, port);
        return new PeerLink(outgoing, incoming);
      } catch (IOException e) {
        incoming.close();
        throw e;
      }
    } catch (IOException e) {
      outgoing.close();
      throw e;
    }
  }

  private static SocketChannel open(InetSocketAddress place) throws IOException {
    SocketChannel channel = SocketChannel.open(place);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  private static void introduce(
      SocketChannel channel, Bootstrap own, Handshake.Direction direction, int port)
      throws IOException {
    Handshake.connect(
        channel,
        own.secret(),
        new Handshake.Claim(own.rank(), direction, port, ProcessHandle.current().pid()));
  }

  private static PeerLink await(Reception reception, int rank, long deadline)
      throws IOException, InterruptedException {
    Reception.Arrived arrived = reception.arrived(rank);
    while (arrived == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IOException("rank " + rank + " did not come in time");
      }
      reception.awaitChange(Math.min(left, LOOK_MILLIS));
      arrived = reception.arrived(rank);
    }
    return arrived.link();
  }
}
