package io.github.rankpool.internal.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * HMAC-SHA-256 (RFC 2104). {@code javax.crypto.Mac} gives the same, but its first use loads the
 * frame of all ciphers, which takes longer than the rest of a worker's handshake.
 */
final class Hmac {
  private static final int BLOCK_BYTES = 64;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private Hmac() {}

  /**
   * Computes a code.
   *
   * @param key of any length
   * @param parts of the message, one behind the other
   * @return 32 bytes
   */
  static byte[] sha256(byte[] key, byte[]... parts) {
    MessageDigest digest = digest();
    byte[] block = Arrays.copyOf(key.length > BLOCK_BYTES ? digest.digest(key) : key, BLOCK_BYTES);
    digest.update(padded(block, INNER));
    for (byte[] part : parts) {
      digest.update(part);
    }
    byte[] inner = digest.digest();
    digest.update(padded(block, OUTER));
    return digest.digest(inner);
  }

  private static byte[] padded(byte[] block, byte pad) {
    byte[] padded = new byte[BLOCK_BYTES];
    for (int i = 0; i < BLOCK_BYTES; i++) {
      padded[i] = (byte) (block[i] ^ pad);
    }
    return padded;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
