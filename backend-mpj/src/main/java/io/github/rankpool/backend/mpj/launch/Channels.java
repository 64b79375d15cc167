package io.github.rankpool.backend.mpj.launch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads and writes blocking channels, never a byte more than asked for. */
final class Channels {
  private Channels() {}

  static byte[] read(SocketChannel channel, int bytes, Deadline deadline) throws IOException {
    Socket socket = channel.socket();
    InputStream in = socket.getInputStream();
    byte[] result = new byte[bytes];
    int filled = 0;
    while (filled < bytes) {
      socket.setSoTimeout(deadline.millisLeft());
      int n = in.read(result, filled, bytes - filled);
      if (n < 0) {
        throw new EOFException("the other side closed the connection");
      }
      filled += n;
    }
    socket.setSoTimeout(0);
    return result;
  }

  static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
