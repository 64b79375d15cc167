package io.github.rankpool.backend.mpj.launch;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two processes prove to each other that they hold the secret of a spawn, before either says or
 * believes anything else. All messages have fixed lengths, so that a stranger cannot announce one.
 *
 * <pre>
 *  who connects                                     who accepts
 *                                    ◀── nonce of 32 bytes
 *  nonce, claim, proof of both ──▶
 *                                    ◀── proof of both nonces
 * </pre>
 *
 * <p>The proofs are HMAC-SHA256, RFC 2104, with the secret as the key; what each proves differs, so
 * that none can be sent back.
 */
final class Handshake {
  static final int SECRET_BYTES = 32;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int NONCE_BYTES = 32;
  private static final int PROOF_BYTES = 32;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final byte CONNECTS = 1;
  private static final byte ACCEPTS = 2;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Handshake() {}

  /**
   * What who connects says of itself.
   *
   * @param rank of its process
   * @param direction of the connection
   * @param port where its process waits for siblings; zero if it does not
   * @param pid of its process
   */
  record Claim(int rank, Direction direction, int port, long pid) {
    static final int BYTES = 3 * Integer.BYTES + Long.BYTES;

    ByteBuffer encode() {
      return ByteBuffer.allocate(BYTES)
          .putInt(rank)
          .putInt(direction.ordinal())
          .putInt(port)
          .putLong(pid)
          .flip();
    }

    static Claim decode(ByteBuffer from) throws IOException {
      int rank = from.getInt();
      int direction = from.getInt();
      if (direction < 0 || direction >= Direction.values().length) {
        throw new IOException("a direction of " + direction);
      }
      return new Claim(rank, Direction.values()[direction], from.getInt(), from.getLong());
    }
  }

  /** Which way a connection is used, as seen by who made it. */
  enum Direction {
    OUTGOING,
    INCOMING
  }

  static byte[] newSecret() {
    return random(SECRET_BYTES);
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  /**
   * Proves this process to who accepted the connection, and the other way round.
   *
   * @throws IOException if the other one does not hold the secret or takes too long
   */
  static void connect(SocketChannel channel, byte[] secret, Claim claim) throws IOException {
    Socket socket = channel.socket();
    long deadline = System.nanoTime() + LIMIT_NANOS;
    byte[] theirs = read(socket, NONCE_BYTES, deadline);
    byte[] mine = random(NONCE_BYTES);
    byte[] claimed = claim.encode().array();
    ByteBuffer answer = ByteBuffer.allocate(NONCE_BYTES + Claim.BYTES + PROOF_BYTES);
    answer.put(mine).put(claimed).put(proof(secret, CONNECTS, theirs, mine, claimed)).flip();
    socket.getOutputStream().write(answer.array());
    byte[] proof = read(socket, PROOF_BYTES, deadline);
    if (!MessageDigest.isEqual(proof, proof(secret, ACCEPTS, theirs, mine))) {
      throw new IOException("who accepted the connection does not hold the secret");
    }
  }

  /**
   * Has who connected prove itself, and then this process.
   *
   * @return what it says of itself
   * @throws IOException if it does not hold the secret or takes too long
   */
  static Claim accept(SocketChannel channel, byte[] secret) throws IOException {
    Socket socket = channel.socket();
    long deadline = System.nanoTime() + LIMIT_NANOS;
    byte[] mine = random(NONCE_BYTES);
    socket.getOutputStream().write(mine);
    byte[] theirs = read(socket, NONCE_BYTES, deadline);
    byte[] claimed = read(socket, Claim.BYTES, deadline);
    byte[] proof = read(socket, PROOF_BYTES, deadline);
    if (!MessageDigest.isEqual(proof, proof(secret, CONNECTS, mine, theirs, claimed))) {
      throw new IOException("who connected does not hold the secret");
    }
    socket.getOutputStream().write(proof(secret, ACCEPTS, mine, theirs));
    return Claim.decode(ByteBuffer.wrap(claimed));
  }

  /** The time limit is for all of it: a byte now and then does not extend it. */
  static byte[] read(Socket socket, int bytes, long deadline) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] read = new byte[bytes];
    int at = 0;
    while (at < bytes) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("the other side takes too long");
      }
      socket.setSoTimeout((int) left);
      int count = in.read(read, at, bytes - at);
      if (count < 0) {
        throw new EOFException("the connection was closed");
      }
      at += count;
    }
    socket.setSoTimeout(0);
    return read;
  }

  private static byte[] proof(byte[] secret, byte role, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update(role);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(ALGORITHM + " is missing, which every Java has", e);
    }
  }
}
