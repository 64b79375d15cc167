package io.github.rankpool.examples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The picture that {@link Julia} writes, computed line after line without a pool. */
public final class SequentialJulia {
  /** Pixels from left to right. */
  public static final int WIDTH = Julia.WIDTH;

  /** Pixels from top to bottom. */
  public static final int HEIGHT = Julia.HEIGHT;

  private SequentialJulia() {}

  /** The bytes of the PGM file. */
  public static byte[] pgm() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("P5 1280 960 255\n".getBytes(StandardCharsets.US_ASCII));
    for (int line = 0; line < HEIGHT; line++) {
      file.writeBytes(Julia.scanline(line));
    }
    return file.toByteArray();
  }
}
