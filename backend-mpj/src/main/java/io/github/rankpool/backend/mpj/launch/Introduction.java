package io.github.rankpool.backend.mpj.launch;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What the launching process and a rank say to each other once they trust each other, on the rank's
 * two connections:
 *
 * <pre>
 * parent  for each lower rank  | bytes of IP address 1 | IP address | port 4 |
 * rank    ready                | 'R' |   connected with all its siblings, listens no more
 * parent  go                   | 'G' |   all are ready
 * </pre>
 */
final class Introduction {
  private static final byte READY = 'R';
  private static final byte GO = 'G';

  private Introduction() {}

  static void tellSiblings(SocketChannel channel, Collection<InetSocketAddress> lower)
      throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(message);
    for (InetSocketAddress sibling : lower) {
      byte[] ip = sibling.getAddress().getAddress();
      out.writeByte(ip.length);
      out.write(ip);
      out.writeInt(sibling.getPort());
    }
    Channels.write(channel, message.toByteArray());
  }

  static List<InetSocketAddress> hearSiblings(SocketChannel channel, int count, Deadline deadline)
      throws IOException {
    List<InetSocketAddress> siblings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = Channels.read(channel, 1, deadline)[0];
      InetAddress ip = InetAddress.getByAddress(Channels.read(channel, length, deadline));
      int port = ByteBuffer.wrap(Channels.read(channel, Integer.BYTES, deadline)).getInt();
      siblings.add(new InetSocketAddress(ip, port));
    }
    return siblings;
  }

  static void tellReady(SocketChannel channel) throws IOException {
    Channels.write(channel, new byte[] {READY});
  }

  static void awaitReady(SocketChannel channel, Deadline deadline) throws IOException {
    await(READY, channel, deadline);
  }

  static void tellGo(SocketChannel channel) throws IOException {
    Channels.write(channel, new byte[] {GO});
  }

  static void awaitGo(SocketChannel channel, Deadline deadline) throws IOException {
    await(GO, channel, deadline);
  }

  private static void await(byte signal, SocketChannel channel, Deadline deadline)
      throws IOException {
    byte heard = Channels.read(channel, 1, deadline)[0];
    if (heard != signal) {
      throw new StreamCorruptedException("byte " + heard + " instead of " + signal);
    }
  }
}
