package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes the Julia set of c = 0 + 0.65i, one task a scanline, and writes it as a picture.
 *
 * <pre>
 *  java -jar lib/rankpool-examples-*.jar
 *  mpiexec -n 5 --bind-to none bin/rankpool run lib/rankpool-examples-*.jar
 *  mpiexec -n 5 --bind-to none java -jar lib/rankpool-examples-*.jar --spmd
 * </pre>
 */
public final class Julia {
  private static final String USAGE =
      """
      Computes a Julia set on a pool of workers and writes it as PGM and as PNG.
        --output FILE  picture to write; default julia.pgm, and julia.png beside it
      """
          + Arguments.POOL_USAGE;

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
    Optional<List<byte[]>> picture = arguments.withPool(Julia::compute);
    if (picture.isPresent()) {
      Picture.write(picture.get(), output);
    }
  }

  private static List<byte[]> compute(MpiPoolExecutor pool) {
    List<Integer> lines = IntStream.range(0, HEIGHT).boxed().toList();
    try (Stream<byte[]> scanlines = pool.map(Julia::scanline, lines)) {
      return scanlines.toList();
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
