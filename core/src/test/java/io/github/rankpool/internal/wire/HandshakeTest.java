package io.github.rankpool.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final byte[] secret = Handshake.newSecret();
  private final byte[] masterNonce = Handshake.newNonce();
  private final byte[] workerNonce = Handshake.newNonce();

  @Test
  void secretsAndNoncesAreNeverTheSame() {
    assertThat(secret).hasSize(Handshake.SECRET_BYTES).isNotEqualTo(Handshake.newSecret());
    assertThat(masterNonce).isNotEqualTo(workerNonce);
  }

  @Test
  void proofHoldsForItsSecretNoncesRankAndRoleOnly() {
    byte[] proof = Handshake.workerProof(secret, masterNonce, workerNonce, 3);

    assertThat(Handshake.proves(Handshake.workerProof(secret, masterNonce, workerNonce, 3), proof))
        .isTrue();
    assertThat(
            List.of(
                Handshake.workerProof(Handshake.newSecret(), masterNonce, workerNonce, 3),
                Handshake.workerProof(secret, Handshake.newNonce(), workerNonce, 3),
                Handshake.workerProof(secret, masterNonce, Handshake.newNonce(), 3),
                Handshake.workerProof(secret, workerNonce, masterNonce, 3),
                Handshake.workerProof(secret, masterNonce, workerNonce, 4),
                Handshake.masterProof(secret, masterNonce, workerNonce, 3),
                new byte[0]))
        .noneMatch(other -> Handshake.proves(proof, other));
  }

  @Test
  void helloIsReadAsItWasWritten() throws FrameException {
    byte[] proof = Handshake.workerProof(secret, masterNonce, workerNonce, 0);
    Handshake.Hello hello = new Handshake.Hello(workerNonce, proof, 1L << 40, "knötchen-7", true);

    Handshake.Hello read = Handshake.readHello(ByteBuffer.wrap(Handshake.hello(hello)));

    assertThat(read).usingRecursiveComparison().isEqualTo(hello);
  }

  @Test
  void veryLongHostNameIsCut() throws FrameException {
    Handshake.Hello hello =
        new Handshake.Hello(workerNonce, new byte[32], 1, "h".repeat(5000), false);

    Handshake.Hello read = Handshake.readHello(ByteBuffer.wrap(Handshake.hello(hello)));

    assertThat(read.host()).isEqualTo("h".repeat(1024));
  }

  @Test
  void welcomeIsReadAsItWasWritten() throws FrameException {
    Handshake.Welcome welcome =
        new Handshake.Welcome(new byte[32], 123_456_789_012L, new Pulse(5, 7), 42, "höst");

    Handshake.Welcome read = Handshake.readWelcome(ByteBuffer.wrap(Handshake.welcome(welcome)));

    assertThat(read).usingRecursiveComparison().isEqualTo(welcome);
  }

  @Test
  void challengeIsReadAsItWasWritten() throws FrameException {
    ByteBuffer body = ByteBuffer.wrap(Handshake.challenge(masterNonce));

    assertThat(Handshake.readChallenge(body)).isEqualTo(masterNonce);
  }

  @Test
  void bodiesOfAnotherLengthAreRefused() {
    byte[] hello = Handshake.hello(new Handshake.Hello(workerNonce, new byte[32], 1, "", false));
    byte[] welcome = Handshake.welcome(new Handshake.Welcome(new byte[32], 1, Pulse.NONE, 1, ""));

    for (int length = 0; length < hello.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(hello, 0, length);
      assertThatThrownBy(() -> Handshake.readHello(cut)).isInstanceOf(FrameException.class);
    }
    assertThatThrownBy(() -> Handshake.readHello(ByteBuffer.allocate(5000)))
        .isInstanceOf(FrameException.class);
    for (int length : new int[] {0, welcome.length - 1, welcome.length + 1025}) {
      ByteBuffer other = ByteBuffer.wrap(Arrays.copyOf(welcome, length));
      assertThatThrownBy(() -> Handshake.readWelcome(other)).isInstanceOf(FrameException.class);
    }
    for (int length : new int[] {0, 15, 17}) {
      ByteBuffer other = ByteBuffer.allocate(length);
      assertThatThrownBy(() -> Handshake.readChallenge(other)).isInstanceOf(FrameException.class);
    }
  }
}
