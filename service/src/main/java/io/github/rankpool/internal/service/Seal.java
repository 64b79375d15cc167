package io.github.rankpool.internal.service;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cipher of one direction of a conversation: AES-256 in Galois/Counter mode, with the number of
 * the record as nonce, so that a record that is changed, repeated, left out or put elsewhere cannot
 * be opened. A key is used for one direction of one conversation.
 *
 * <p>Not thread-safe.
 */
final class Seal {
  /** How much longer a sealed record is. */
  static final int TAG_BYTES = 16;

  private static final int NONCE_BYTES = 12;

  private final Cipher cipher;
  private final SecretKey key;
  private final int mode;
  private long records;

  private Seal(byte[] key, int mode) {
    this.key = new SecretKeySpec(key, "AES");
    this.mode = mode;
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES/GCM", e);
    }
  }

  static Seal forSending(byte[] key) {
    return new Seal(key, Cipher.ENCRYPT_MODE);
  }

  static Seal forReceiving(byte[] key) {
    return new Seal(key, Cipher.DECRYPT_MODE);
  }

  /**
   * Seals or opens the next record.
   *
   * @param in holds it from its beginning on
   * @param length of it, in bytes
   * @param out gets the other form
   * @param offset where in it
   * @return length of the other form
   * @throws GeneralSecurityException if it was sealed otherwise than by the peer for this place
   */
  int next(byte[] in, int length, byte[] out, int offset) throws GeneralSecurityException {
    byte[] nonce =
        ByteBuffer.allocate(NONCE_BYTES).putLong(NONCE_BYTES - Long.BYTES, records).array();
    records++;
    cipher.init(mode, key, new GCMParameterSpec(Byte.SIZE * TAG_BYTES, nonce));
    return cipher.doFinal(in, 0, length, out, offset);
  }
}
