package io.github.rankpool.internal.service;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;

/**
 * Opens what a {@link SealedOutput} with the same key has sealed. Hands on no byte of a record
 * before all of it was checked.
 *
 * <p>For one thread.
 */
final class SealedInput extends InputStream {
  private final DataInputStream in;
  private final Seal seal;
  private final byte[] record = new byte[SealedOutput.MAX_PLAIN_BYTES + Seal.TAG_BYTES];
  private final byte[] plain = new byte[SealedOutput.MAX_PLAIN_BYTES];
  private int position;
  private int limit;

  SealedInput(InputStream in, byte[] key) {
    this.in = new DataInputStream(in);
    this.seal = Seal.forReceiving(key);
  }

  @Override
  public int read() throws IOException {
    return position < limit || openRecord() ? plain[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == limit && !openRecord()) {
      return -1;
    }
    int part = Math.min(length, limit - position);
    System.arraycopy(plain, position, bytes, offset, part);
    position += part;
    return part;
  }

  /** False at the end of the stream. */
  private boolean openRecord() throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (EOFException e) {
      return false;
    }
    if (length <= Seal.TAG_BYTES || length > record.length) {
      throw new SealException("a record of " + length + " bytes", null);
    }
    in.readFully(record, 0, length);
    try {
      limit = seal.next(record, length, plain, 0);
    } catch (GeneralSecurityException e) {
      throw new SealException("a record that was sealed by another key, or changed on its way", e);
    }
    position = 0;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
