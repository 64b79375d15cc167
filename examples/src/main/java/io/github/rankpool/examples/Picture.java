package io.github.rankpool.examples;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Writes scanlines of grey values: as they are (PGM), and in colour to look at (PNG). */
final class Picture {
  private static final int SHADES = 256;

  private Picture() {}

  /** Writes both, the PNG beside the PGM, and says so. */
  static void write(List<byte[]> lines, Path pgm) throws IOException {
    writePgm(lines, pgm);
    Path png = writePng(lines, pgm);
    System.out.println("wrote " + pgm + " and " + png);
  }

  /** Writes a binary PGM. */
  private static void writePgm(List<byte[]> lines, Path file) throws IOException {
    String header = "P5 " + lines.get(0).length + " " + lines.size() + " " + (SHADES - 1) + "\n";
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header.getBytes(StandardCharsets.US_ASCII));
      for (byte[] line : lines) {
        out.write(line);
      }
    }
  }

  /**
   * Writes a PNG beside a file.
   *
   * @return the file written: the other one's name with the ending {@code .png}
   */
  private static Path writePng(List<byte[]> lines, Path beside) throws IOException {
    String name = String.valueOf(beside.getFileName()).replaceFirst("\\.[^.]*$", "") + ".png";
    Path file = beside.resolveSibling(name);
    int width = lines.get(0).length;
    BufferedImage image =
        new BufferedImage(width, lines.size(), BufferedImage.TYPE_BYTE_INDEXED, palette());
    for (int y = 0; y < lines.size(); y++) {
      image.getRaster().setDataElements(0, y, width, 1, lines.get(y));
    }
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** From black over blue and gold to white, so that every step of the iteration can be seen. */
  private static IndexColorModel palette() {
    byte[] red = new byte[SHADES];
    byte[] green = new byte[SHADES];
    byte[] blue = new byte[SHADES];
    for (int i = 0; i < SHADES; i++) {
      double t = 1 - Math.pow(i / (SHADES - 1.0), 6);
      red[i] = shade(1.7 * t * t);
      green[i] = shade(1.2 * Math.pow(t, 2.5));
      blue[i] = shade(t * (1.4 - 0.9 * t) + 0.5 * Math.pow(t, 8));
    }
    return new IndexColorModel(Byte.SIZE, SHADES, red, green, blue);
  }

  private static byte shade(double brightness) {
    return (byte) Math.round(Math.min(1, Math.max(0, brightness)) * (SHADES - 1));
  }
}
