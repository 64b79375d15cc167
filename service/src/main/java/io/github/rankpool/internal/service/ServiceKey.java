package io.github.rankpool.internal.service;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The secret of a service: who holds it may have tasks run there. Immutable. */
public final class ServiceKey {
  private static final int BYTES = 32;
  private static final String MAC = "HmacSHA256";

  private final byte[] bytes;

  private ServiceKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Makes a key that nobody has.
   *
   * @return a key
   */
  public static ServiceKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new ServiceKey(bytes);
  }

  /**
   * Reads a key.
   *
   * @param text as of {@link #toText}
   * @return the key
   * @throws IllegalArgumentException if it is none
   */
  public static ServiceKey parse(String text) {
    byte[] bytes = HexFormat.of().parseHex(text);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes; a key has " + BYTES);
    }
    return new ServiceKey(bytes);
  }

  /** The key as hexadecimal digits. */
  String toText() {
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Makes a key for one use, from which this key cannot be told.
   *
   * @param use what for
   * @param parts what else it depends on
   * @return 32 bytes
   */
  byte[] derive(String use, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(bytes, MAC));
      mac.update(use.getBytes(StandardCharsets.UTF_8));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + MAC, e);
    }
  }

  /** Tells nothing of the key. */
  @Override
  public String toString() {
    return "key of a service";
  }
}
