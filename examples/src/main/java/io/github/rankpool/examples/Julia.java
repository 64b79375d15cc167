package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Computes the Julia set of c = 0 + 0.65i, one task a scanline, and writes it as a picture. */
public final class Julia {
  private static final String USAGE =
      """
      Computes a Julia set on a pool of workers and writes it as PGM and as PNG.
        --workers N    number of workers; default as many as fit
        --output FILE  picture to write; default julia.pgm, and julia.png beside it
      """;

  static final int WIDTH = 1280;
  static final int HEIGHT = 960;
  private static final double LEFT = -2.0;
  private static final double RIGHT = 2.0;
  private static final double BOTTOM = -1.5;
  private static final double TOP = 1.5;
  private static final double C_RE = 0.0;
  private static final double C_IM = 0.65;
  private static final double ESCAPE_RADIUS = 3.0;
  private static final int MAX_STEPS = 255;

  private Julia() {}

  /**
   * Computes the picture.
   *
   * @param args see {@code --help}
   * @throws IOException if the picture cannot be written
   */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.parse(args, USAGE);
    Path output = arguments.path("--output", "julia.pgm");
    try (MpiPoolExecutor pool = arguments.newPool()) {
      Timing timing = Timing.start(pool);
      List<Integer> scanlines = IntStream.range(0, HEIGHT).boxed().toList();
      List<byte[]> picture;
      try (Stream<byte[]> lines = pool.map(Julia::scanline, scanlines)) {
        picture = lines.toList();
      }
      timing.print();
      Picture.writePgm(picture, output);
      Path png = Picture.writePng(picture, output);
      System.out.printf("wrote %s and %s%n", output, png);
    }
  }

  /**
   * Computes one scanline.
   *
   * @param line 0 at the top to {@code HEIGHT - 1}
   * @return one grey value a pixel
   */
  static byte[] scanline(int line) {
    byte[] greys = new byte[WIDTH];
    double im = TOP - line * ((TOP - BOTTOM) / HEIGHT);
    for (int column = 0; column < WIDTH; column++) {
      double re = LEFT + column * ((RIGHT - LEFT) / WIDTH);
      greys[column] = (byte) stepsLeft(re, im);
    }
    return greys;
  }

  private static int stepsLeft(double startRe, double startIm) {
    double re = startRe;
    double im = startIm;
    int steps = MAX_STEPS;
    while (re * re + im * im < ESCAPE_RADIUS * ESCAPE_RADIUS && steps > 1) {
      double square = re * re - im * im;
      im = 2 * re * im + C_IM;
      re = square + C_RE;
      steps--;
    }
    return steps;
  }
}
