package io.github.rankpool.internal.service;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * Seals what is written, in records of up to 64 KiB, and at each flush.
 *
 * <pre>
 *  record = length of the rest, 4 bytes; up to 64 KiB sealed; 16 bytes to check them by
 * </pre>
 *
 * <p>For one thread.
 */
final class SealedOutput extends OutputStream {
  static final int MAX_PLAIN_BYTES = 64 << 10;

  private final OutputStream out;
  private final Seal seal;
  private final byte[] plain = new byte[MAX_PLAIN_BYTES];
  private final byte[] record = new byte[Integer.BYTES + MAX_PLAIN_BYTES + Seal.TAG_BYTES];
  private int filled;

  SealedOutput(OutputStream out, byte[] key) {
    this.out = out;
    this.seal = Seal.forSending(key);
  }

  @Override
  public void write(int b) throws IOException {
    if (filled == plain.length) {
      sealRecord();
    }
    plain[filled++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    write(ByteBuffer.wrap(bytes, offset, length));
  }

  /** Writes the remaining bytes. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (filled == plain.length) {
        sealRecord();
      }
      int part = Math.min(bytes.remaining(), plain.length - filled);
      bytes.get(plain, filled, part);
      filled += part;
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled > 0) {
      sealRecord();
    }
    out.flush();
  }

  private void sealRecord() throws IOException {
    try {
      int length = seal.next(plain, filled, record, Integer.BYTES);
      ByteBuffer.wrap(record).putInt(length);
      filled = 0;
      out.write(record, 0, Integer.BYTES + length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a record cannot be sealed", e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
