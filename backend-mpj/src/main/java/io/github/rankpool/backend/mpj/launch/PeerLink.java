package io.github.rankpool.backend.mpj.launch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SocketChannel;

/**
 * The two connections between this process and another one, whose ends have proved to each other
 * that they belong to the same launch. Both block, do not delay small writes ({@code TCP_NODELAY}),
 * and hold no bytes of the start-up any more.
 *
 * @param outgoing what this process writes to
 * @param incoming what this process reads from
 */
public record PeerLink(SocketChannel outgoing, SocketChannel incoming) implements Closeable {

  @Override
  public void close() throws IOException {
    try (incoming) {
      outgoing.close();
    }
  }
}
