package io.github.rankpool.backend.mpj.launch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connects to an acceptor, and makes sure that it is no stranger. */
final class Dialer {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final int rank;
  private final int port;
  private final Deadline deadline;

  /**
   * Makes a dialer.
   *
   * @param rank of this process
   * @param port where this process listens for siblings, 0 if nowhere
   * @param deadline of all that it does
   */
  Dialer(int rank, int port, Deadline deadline) {
    this.rank = rank;
    this.port = port;
    this.deadline = deadline;
  }

  /** Makes both connections. */
  PeerLink link(InetSocketAddress address, Handshake handshake) throws IOException {
    SocketChannel outgoing = dial(address, handshake, Direction.TO_ACCEPTOR);
    try {
      return new PeerLink(outgoing, dial(address, handshake, Direction.FROM_ACCEPTOR));
    } catch (IOException e) {
      outgoing.close();
      throw e;
    }
  }

  /** An acceptor that strangers crowd around may drop a connection, so this tries again. */
  private SocketChannel dial(InetSocketAddress address, Handshake handshake, Direction direction)
      throws IOException {
    Claim claim = new Claim(rank, direction, port, ProcessHandle.current().pid());
    while (true) {
      SocketChannel channel = SocketChannel.open();
      try {
        channel.socket().connect(address, deadline.millisLeft());
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        shakeHands(channel, handshake, claim);
        return channel;
      } catch (IOException e) {
        channel.close();
        if (deadline.isOver()) {
          throw new IOException("cannot connect to " + address + ": " + e, e);
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void shakeHands(SocketChannel channel, Handshake handshake, Claim claim)
      throws IOException {
    byte[] greeting = Channels.read(channel, Handshake.GREETING_BYTES, deadline);
    if (!Handshake.isGreeting(greeting)) {
      throw new IOException("somebody else listens there");
    }
    byte[] message = handshake.newClaim(greeting, claim);
    Channels.write(channel, message);
    byte[] answer = Channels.read(channel, Handshake.PROOF_BYTES, deadline);
    if (!handshake.isAnswer(answer, greeting, message)) {
      throw new IOException("somebody else listens there");
    }
  }
}
