package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeTest {
  private static final Claim CLAIM = new Claim(3, Direction.FROM_ACCEPTOR, 40_000, 1L << 40);

  private final byte[] secret = Handshake.newSecret();
  private final Handshake handshake = new Handshake(secret, 5);
  private final byte[] greeting = Handshake.newGreeting();

  @Test
  void bothEndsProveThatTheyKnowTheSecret() {
    Handshake acceptors = new Handshake(secret, 5);
    assertThat(Handshake.isGreeting(greeting)).isTrue();
    byte[] claim = handshake.newClaim(greeting, CLAIM);
    assertThat(acceptors.verify(greeting, claim)).contains(CLAIM);
    assertThat(handshake.isAnswer(acceptors.answer(greeting, claim), greeting, claim)).isTrue();
  }

  @Test
  void anotherSecretAcceptorOrGreetingProvesNothing() {
    byte[] claim = handshake.newClaim(greeting, CLAIM);
    byte[] otherGreeting = Handshake.newGreeting();
    Handshake stranger = new Handshake(Handshake.newSecret(), 5);
    Handshake otherAcceptor = new Handshake(secret, Handshake.PARENT);
    assertThat(stranger.verify(greeting, claim)).isEmpty();
    assertThat(otherAcceptor.verify(greeting, claim)).isEmpty();
    assertThat(handshake.verify(otherGreeting, claim)).isEmpty();
    assertThat(handshake.isAnswer(stranger.answer(greeting, claim), greeting, claim)).isFalse();
    assertThat(handshake.isAnswer(otherAcceptor.answer(greeting, claim), greeting, claim))
        .isFalse();
    assertThat(handshake.isAnswer(handshake.answer(otherGreeting, claim), greeting, claim))
        .isFalse();
  }

  @Test
  void everyBitOfTheClaimIsSigned() {
    byte[] claim = handshake.newClaim(greeting, CLAIM);
    for (int i = 0; i < claim.length; i++) {
      byte[] changed = claim.clone();
      changed[i] ^= 1;
      assertThat(handshake.verify(greeting, changed)).as("byte %d", i).isEmpty();
    }
  }

  @Test
  void theClientsProofIsNoAnswer() {
    byte[] claim = handshake.newClaim(greeting, CLAIM);
    byte[] proof = new byte[Handshake.PROOF_BYTES];
    System.arraycopy(claim, claim.length - proof.length, proof, 0, proof.length);
    assertThat(handshake.isAnswer(proof, greeting, claim)).isFalse();
  }

  @Test
  void impossiblePortsAndOtherProtocolsAreRefused() {
    Claim impossible = new Claim(0, Direction.TO_ACCEPTOR, 65_536, 1);
    assertThat(handshake.verify(greeting, handshake.newClaim(greeting, impossible))).isEmpty();
    greeting[7]++;
    assertThat(Handshake.isGreeting(greeting)).isFalse();
  }

  @Test
  void noncesAndSecretsAreNew() {
    assertThat(Handshake.newGreeting()).isNotEqualTo(greeting);
    assertThat(handshake.newClaim(greeting, CLAIM))
        .isNotEqualTo(handshake.newClaim(greeting, CLAIM));
    assertThat(Handshake.newSecret()).isNotEqualTo(secret).hasSize(32);
  }
}
