package io.github.rankpool.backend.mpj.launch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * The two connections to another process, which has proved that it belongs to this spawn. In
 * blocking mode; what arrives at one end was sent at the other.
 *
 * @param outgoing what is sent to it
 * @param incoming what comes from it
 */
public record PeerLink(SocketChannel outgoing, SocketChannel incoming) implements Closeable {

  @Override
  public void close() throws IOException {
    try (incoming) {
      outgoing.close();
    }
  }
}
