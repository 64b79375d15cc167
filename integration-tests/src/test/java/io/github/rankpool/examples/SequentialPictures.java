package io.github.rankpool.examples;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** The pictures that the examples write, computed line after line without a pool. */
public final class SequentialPictures {
  /** Pixels from left to right. */
  public static final int WIDTH = 1280;

  /** Pixels from top to bottom. */
  public static final int HEIGHT = 960;

  private SequentialPictures() {}

  /** The bytes of the PGM file that {@link Julia} writes. */
  public static byte[] julia() {
    return pgm(Julia::scanline);
  }

  /** The bytes of the PGM file that {@link Mandelbrot} writes. */
  public static byte[] mandelbrot() {
    return pgm(Mandelbrot::scanline);
  }

  private static byte[] pgm(IntFunction<byte[]> scanlines) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("P5 1280 960 255\n".getBytes(StandardCharsets.US_ASCII));
    for (int line = 0; line < HEIGHT; line++) {
      file.writeBytes(scanlines.apply(line));
    }
    return file.toByteArray();
  }
}
