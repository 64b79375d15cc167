package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final byte[] SECRET = Handshake.newSecret();

  private static Bootstrap bootstrap(String ip, List<String> arguments) throws IOException {
    return new Bootstrap(
        1,
        -5,
        77,
        new long[] {3, Long.MAX_VALUE},
        SECRET,
        Duration.ofSeconds(60),
        new byte[] {1, -2},
        new InetSocketAddress(InetAddress.getByName(ip), 65535),
        "org.example.Program",
        arguments);
  }

  private static Bootstrap read(byte[] bytes) throws IOException {
    return Bootstrap.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void everyPartArrivesAsItWas() throws IOException {
    for (String ip : List.of("127.0.0.1", "::1")) {
      // The last one is no character at all, which UTF-8 would lose.
      List<String> arguments = List.of("", "a b", "\u00e4\u20ac\ud83d\ude00", "\0\n", "\ud800");
      Bootstrap sent = bootstrap(ip, arguments);
      Bootstrap read = read(sent.encode());
      assertThat(read).usingRecursiveComparison().ignoringFields("rendezvous").isEqualTo(sent);
      assertThat(read.rendezvous()).isEqualTo(sent.rendezvous());
    }
  }

  @Test
  void nothingBehindTheRecordIsRead() throws IOException {
    byte[] record = bootstrap("127.0.0.1", List.of("x")).encode();
    ByteArrayInputStream stream =
        new ByteArrayInputStream(Arrays.copyOf(record, record.length + 3));
    Bootstrap.read(stream);
    assertThat(stream.available()).isEqualTo(3);
  }

  @Test
  void recordsCutShortAreRefused() throws IOException {
    byte[] record = bootstrap("127.0.0.1", List.of("x")).encode();
    for (int length = 0; length < record.length; length++) {
      byte[] cut = Arrays.copyOf(record, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void otherVersionsLengthsAndNumbersAreRefused() throws IOException {
    byte[] record = bootstrap("127.0.0.1", List.of("x")).encode();
    for (int position : new int[] {0, 4, 8, 12, 16}) {
      byte[] changed = record.clone();
      ByteBuffer.wrap(changed).putInt(position, Integer.MAX_VALUE);
      assertThatThrownBy(() -> read(changed)).isInstanceOf(StreamCorruptedException.class);
      ByteBuffer.wrap(changed).putInt(position, -1);
      assertThatThrownBy(() -> read(changed)).isInstanceOf(StreamCorruptedException.class);
    }
  }

  @Test
  void textShowsNoSecret() throws IOException {
    assertThat(bootstrap("127.0.0.1", List.of("hidden")).toString())
        .isEqualTo("Bootstrap[rank 1 of 2, org.example.Program]");
  }
}
