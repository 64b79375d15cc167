package io.github.rankpool.testkit;

import io.github.rankpool.spi.Communicator;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Small messages by which the ranks of a scenario agree on what comes next. */
final class Signals {
  private static final int SIGNAL = 30_000;
  private static final int TEXT = 30_001;

  private Signals() {}

  static void send(Communicator communicator, int destination) {
    communicator.send(Buffers.empty(), destination, SIGNAL);
  }

  static void await(Communicator communicator, int source) {
    communicator.recv(Buffers.empty(), source, SIGNAL);
  }

  static void sendText(Communicator communicator, int destination, List<String> lines) {
    byte[] bytes = String.join("\0", lines).getBytes(StandardCharsets.UTF_8);
    communicator.send(ByteBuffer.wrap(bytes), destination, TEXT);
  }

  static List<String> receiveText(Communicator communicator, int source) {
    ByteBuffer buffer = ByteBuffer.allocate(communicator.probe(source, TEXT).bytes());
    communicator.recv(buffer, source, TEXT);
    return List.of(new String(buffer.array(), StandardCharsets.UTF_8).split("\0", -1));
  }
}
