package io.github.rankpool.backend.mpj.launch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How the two ends of a new connection prove to each other that they know the launch's secret,
 * without telling it. All messages have a fixed size, so that a stranger's length is never
 * believed:
 *
 * <pre>
 * acceptor  greeting  | protocol 8 | acceptor's nonce 32 |
 * client    claim     | client's nonce 32 | rank 4 | direction 1 | port 4 | pid 8 | proof 32 |
 * acceptor  answer    | proof 32 |
 *
 * proof = HMAC-SHA256(secret, role | acceptor | acceptor's nonce | all of the claim but its proof)
 * </pre>
 *
 * <p>The role keeps a proof from being sent back as the other side's, the acceptor's number from
 * being passed on to somebody else, the nonces from being used again. Numbers are big endian.
 *
 * <p>Immutable.
 */
final class Handshake {
  static final int SECRET_BYTES = 32;

  /** The process that launches. Ranks are accepted by it and by each other. */
  static final int PARENT = -1;

  private static final long PROTOCOL = 0x5250_4d50_4a00_0001L; // "RPMPJ", version 1
  private static final int NONCE_BYTES = 32;
  static final int PROOF_BYTES = 32;
  static final int GREETING_BYTES = Long.BYTES + NONCE_BYTES;
  private static final int SIGNED_BYTES = NONCE_BYTES + Integer.BYTES + 1 + Integer.BYTES + 8;
  static final int CLAIM_BYTES = SIGNED_BYTES + PROOF_BYTES;

  private static final byte[] CLIENT = "rankpool client".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ACCEPTOR = "rankpool acceptor".getBytes(StandardCharsets.US_ASCII);
  private static final int MAX_PORT = 65535;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec secret;
  private final int acceptor;

  /**
   * Makes the handshakes of one acceptor.
   *
   * @param secret of the launch
   * @param acceptor its rank, or {@link #PARENT}
   */
  Handshake(byte[] secret, int acceptor) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
    this.acceptor = acceptor;
  }

  static byte[] newSecret() {
    return random(SECRET_BYTES);
  }

  /** A greeting with a nonce that was never used. */
  static byte[] newGreeting() {
    return ByteBuffer.allocate(GREETING_BYTES).putLong(PROTOCOL).put(random(NONCE_BYTES)).array();
  }

  static boolean isGreeting(byte[] message) {
    return message.length == GREETING_BYTES && ByteBuffer.wrap(message).getLong() == PROTOCOL;
  }

  byte[] newClaim(byte[] greeting, Claim claim) {
    ByteBuffer message = ByteBuffer.allocate(CLAIM_BYTES);
    message.put(random(NONCE_BYTES)).putInt(claim.rank()).put(claim.direction().code());
    message.putInt(claim.port()).putLong(claim.pid());
    return message.put(proof(CLIENT, greeting, message.array())).array();
  }

  /** What the client claims; empty if it does not know the secret, or makes no sense. */
  Optional<Claim> verify(byte[] greeting, byte[] message) {
    if (message.length != CLAIM_BYTES) {
      return Optional.empty();
    }
    byte[] proof = Arrays.copyOfRange(message, SIGNED_BYTES, CLAIM_BYTES);
    // Takes the same time wherever the two differ.
    if (!MessageDigest.isEqual(proof, proof(CLIENT, greeting, message))) {
      return Optional.empty();
    }
    ByteBuffer fields = ByteBuffer.wrap(message).position(NONCE_BYTES);
    int rank = fields.getInt();
    Optional<Direction> direction = Direction.of(fields.get());
    int port = fields.getInt();
    long pid = fields.getLong();
    if (port < 0 || port > MAX_PORT) {
      return Optional.empty();
    }
    return direction.map(known -> new Claim(rank, known, port, pid));
  }

  byte[] answer(byte[] greeting, byte[] claim) {
    return proof(ACCEPTOR, greeting, claim);
  }

  boolean isAnswer(byte[] message, byte[] greeting, byte[] claim) {
    return MessageDigest.isEqual(message, proof(ACCEPTOR, greeting, claim));
  }

  private byte[] proof(byte[] role, byte[] greeting, byte[] claim) {
    try {
      Mac mac = Mac.getInstance(secret.getAlgorithm());
      mac.init(secret);
      mac.update(role);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(acceptor).flip());
      mac.update(greeting);
      mac.update(claim, 0, SIGNED_BYTES);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256", e);
    }
  }

  private static byte[] random(int bytes) {
    byte[] result = new byte[bytes];
    RANDOM.nextBytes(result);
    return result;
  }
}
