package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Connections of those who were not invited. Those that keep silent stay open until the close. */
final class Strangers implements AutoCloseable {
  private static final int CROWD = 300;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final List<SocketChannel> silent = new ArrayList<>();

  /** Does everything that a stranger may do. */
  void crowdAround(InetSocketAddress address) throws IOException {
    SocketChannel halfDone = connect(address);
    Channels.write(halfDone, new byte[Handshake.CLAIM_BYTES - 1]);
    silent.add(halfDone);
    connect(address).close();
    reset(address);
    sendGarbage(address);
    sendHugeLength(address);
    for (int i = 0; i < CROWD; i++) {
      silent.add(connect(address));
    }
    for (Direction direction : Direction.values()) {
      claimWithWrongSecret(address, direction);
    }
  }

  private static SocketChannel connect(InetSocketAddress address) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.socket().connect(address, (int) LIMIT.toMillis());
    return channel;
  }

  private static void reset(InetSocketAddress address) throws IOException {
    try (SocketChannel channel = connect(address)) {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
    }
  }

  private static void sendGarbage(InetSocketAddress address) throws IOException {
    byte[] garbage = new byte[100_000];
    new Random(1).nextBytes(garbage);
    sendAndHearNothing(address, garbage);
  }

  private static void sendHugeLength(InetSocketAddress address) throws IOException {
    sendAndHearNothing(
        address, ByteBuffer.allocate(1000).putInt(Integer.MAX_VALUE).putInt(-1).array());
  }

  private static void sendAndHearNothing(InetSocketAddress address, byte[] bytes)
      throws IOException {
    try (SocketChannel channel = connect(address)) {
      Channels.read(channel, Handshake.GREETING_BYTES, Deadline.after(LIMIT));
      try {
        Channels.write(channel, bytes);
      } catch (IOException e) {
        return; // thrown out in the middle of it
      }
      assertIsClosed(channel);
    }
  }

  private static void claimWithWrongSecret(InetSocketAddress address, Direction direction)
      throws IOException {
    try (SocketChannel channel = connect(address)) {
      byte[] greeting = Channels.read(channel, Handshake.GREETING_BYTES, Deadline.after(LIMIT));
      Handshake wrong = new Handshake(Handshake.newSecret(), Handshake.PARENT);
      Channels.write(channel, wrong.newClaim(greeting, new Claim(0, direction, 1, 1)));
      assertIsClosed(channel);
    }
  }

  private static void assertIsClosed(SocketChannel channel) throws IOException {
    channel.socket().setSoTimeout((int) LIMIT.toMillis());
    int heard;
    try {
      heard = channel.socket().getInputStream().read();
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the stranger was not thrown out", e);
    } catch (IOException e) {
      heard = -1; // thrown out while bytes were under way
    }
    assertThat(heard).as("a stranger hears nothing").isEqualTo(-1);
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : silent) {
      channel.close();
    }
  }
}
