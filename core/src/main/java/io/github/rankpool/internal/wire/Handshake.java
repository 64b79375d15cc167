package io.github.rankpool.internal.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * How master and worker prove to each other that they hold the pool's secret, without sending it:
 *
 * <pre>
 *   master                                   worker
 *     CHALLENGE  master's nonce        -->
 *                                      <--   HELLO    worker's nonce, proof, who it is
 *     WELCOME    proof, settings       -->
 * </pre>
 *
 * <p>A proof is an HMAC-SHA-256 over the prover's role, both nonces and the worker's rank. Nothing
 * is deserialized before it was checked.
 */
public final class Handshake {
  /** Length of the pool's secret, in bytes. */
  public static final int SECRET_BYTES = 32;

  private static final int NONCE_BYTES = 16;
  private static final int PROOF_BYTES = 32;
  private static final int WELCOME_BYTES = PROOF_BYTES + 4 * Long.BYTES;
  private static final int MAX_HOST_BYTES = 1024;

  private Handshake() {}

  /**
   * What a worker says of itself.
   *
   * @param nonce random bytes
   * @param proof that the worker has the secret
   * @param pid the worker's process
   * @param host the worker's machine
   * @param littleEndian the worker's native byte order
   */
  public record Hello(byte[] nonce, byte[] proof, long pid, String host, boolean littleEndian) {}

  /**
   * What the master tells a worker.
   *
   * @param proof that the master has the secret
   * @param backoffNanos longest sleep between polls, in nanoseconds
   * @param pulse what master and worker expect of each other
   * @param pid the master's process
   * @param host the master's machine
   */
  public record Welcome(byte[] proof, long backoffNanos, Pulse pulse, long pid, String host) {}

  /**
   * Makes a secret for a pool.
   *
   * @return random bytes
   */
  public static byte[] newSecret() {
    return random(SECRET_BYTES);
  }

  /**
   * Makes a nonce.
   *
   * @return random bytes
   */
  public static byte[] newNonce() {
    return random(NONCE_BYTES);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /**
   * The worker's proof.
   *
   * @param secret the pool's
   * @param masterNonce from the challenge
   * @param workerNonce made by the worker
   * @param rank the worker's rank
   * @return the proof
   */
  public static byte[] workerProof(
      byte[] secret, byte[] masterNonce, byte[] workerNonce, int rank) {
    return proof("rankpool worker", secret, masterNonce, workerNonce, rank);
  }

  /**
   * The master's proof.
   *
   * @param secret the pool's
   * @param masterNonce from the challenge
   * @param workerNonce from the worker's hello
   * @param rank the worker's rank
   * @return the proof
   */
  public static byte[] masterProof(
      byte[] secret, byte[] masterNonce, byte[] workerNonce, int rank) {
    return proof("rankpool master", secret, masterNonce, workerNonce, rank);
  }

  private static byte[] proof(
      String role, byte[] secret, byte[] masterNonce, byte[] workerNonce, int rank) {
    return Hmac.sha256(
        secret,
        role.getBytes(StandardCharsets.UTF_8),
        masterNonce,
        workerNonce,
        ByteBuffer.allocate(Integer.BYTES).putInt(0, rank).array());
  }

  /**
   * Compares proofs in constant time.
   *
   * @param expected made here
   * @param given by the peer
   * @return true if they are the same
   */
  public static boolean proves(byte[] expected, byte[] given) {
    return MessageDigest.isEqual(expected, given);
  }

  /**
   * Writes the body of a CHALLENGE.
   *
   * @param nonce the master's
   * @return the body
   */
  public static byte[] challenge(byte[] nonce) {
    return nonce.clone();
  }

  /**
   * Reads the body of a CHALLENGE.
   *
   * @param body of the frame
   * @return the master's nonce
   * @throws FrameException if it has another length
   */
  public static byte[] readChallenge(ByteBuffer body) throws FrameException {
    FrameException.check(body.remaining() == NONCE_BYTES, "challenge of another length");
    return take(body, NONCE_BYTES);
  }

  /**
   * Writes the body of a HELLO.
   *
   * @param hello what to say
   * @return the body
   */
  public static byte[] hello(Hello hello) {
    byte[] host = hello.host().getBytes(StandardCharsets.UTF_8);
    int hostBytes = Math.min(host.length, MAX_HOST_BYTES);
    return ByteBuffer.allocate(NONCE_BYTES + PROOF_BYTES + Long.BYTES + 1 + hostBytes)
        .put(hello.nonce())
        .put(hello.proof())
        .putLong(hello.pid())
        .put((byte) (hello.littleEndian() ? 1 : 0))
        .put(host, 0, hostBytes)
        .array();
  }

  /**
   * Reads the body of a HELLO.
   *
   * @param body of the frame
   * @return what it says
   * @throws FrameException if it is too short or too long
   */
  public static Hello readHello(ByteBuffer body) throws FrameException {
    int fixed = NONCE_BYTES + PROOF_BYTES + Long.BYTES + 1;
    FrameException.check(
        body.remaining() >= fixed && body.remaining() <= fixed + MAX_HOST_BYTES,
        "hello of " + body.remaining() + " bytes");
    byte[] nonce = take(body, NONCE_BYTES);
    byte[] proof = take(body, PROOF_BYTES);
    long pid = body.getLong();
    boolean littleEndian = body.get() == 1;
    return new Hello(nonce, proof, pid, text(body), littleEndian);
  }

  /**
   * Writes the body of a WELCOME.
   *
   * @param welcome what to say
   * @return the body
   */
  public static byte[] welcome(Welcome welcome) {
    byte[] host = welcome.host().getBytes(StandardCharsets.UTF_8);
    int hostBytes = Math.min(host.length, MAX_HOST_BYTES);
    return ByteBuffer.allocate(WELCOME_BYTES + hostBytes)
        .put(welcome.proof())
        .putLong(welcome.backoffNanos())
        .putLong(welcome.pulse().intervalNanos())
        .putLong(welcome.pulse().limitNanos())
        .putLong(welcome.pid())
        .put(host, 0, hostBytes)
        .array();
  }

  /**
   * Reads the body of a WELCOME.
   *
   * @param body of the frame
   * @return what it says
   * @throws FrameException if it is too short or too long
   */
  public static Welcome readWelcome(ByteBuffer body) throws FrameException {
    FrameException.check(
        body.remaining() >= WELCOME_BYTES && body.remaining() <= WELCOME_BYTES + MAX_HOST_BYTES,
        "welcome of " + body.remaining() + " bytes");
    byte[] proof = take(body, PROOF_BYTES);
    long backoffNanos = body.getLong();
    Pulse pulse = new Pulse(body.getLong(), body.getLong());
    long pid = body.getLong();
    return new Welcome(proof, backoffNanos, pulse, pid, text(body));
  }

  /**
   * Writes the body of a STOP.
   *
   * @param othersAreLost whether a worker of the pool was lost, so that MPI would wait for it
   * @return the body
   */
  public static byte[] stop(boolean othersAreLost) {
    return new byte[] {(byte) (othersAreLost ? 1 : 0)};
  }

  /**
   * Reads the body of a STOP.
   *
   * @param body of the frame
   * @return whether a worker of the pool was lost
   * @throws FrameException if it has another length
   */
  public static boolean readStop(ByteBuffer body) throws FrameException {
    FrameException.check(body.remaining() == 1, "stop of another length");
    return body.get() != 0;
  }

  /**
   * Tells this machine's byte order.
   *
   * @return true if it is little-endian
   */
  public static boolean isLittleEndianHere() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  private static String text(ByteBuffer body) {
    return new String(take(body, body.remaining()), StandardCharsets.UTF_8);
  }

  private static byte[] take(ByteBuffer body, int length) {
    byte[] bytes = new byte[length];
    body.get(bytes);
    return bytes;
  }
}
