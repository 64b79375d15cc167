package io.github.rankpool.examples;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Computes a corner of the Mandelbrot set, eight scanlines a task. Some take much longer than
 * others, so they are taken as they come; each knows its place.
 *
 * <pre>
 *  java -cp lib/rankpool-examples-*.jar io.github.rankpool.examples.Mandelbrot
 * </pre>
 */
public final class Mandelbrot {
  private static final String USAGE =
      """
      Computes a part of the Mandelbrot set on a pool of workers and writes it as PGM and as PNG.
        --output FILE  picture to write; default mandelbrot.pgm, and mandelbrot.png beside it
      """
          + Arguments.POOL_USAGE;

  static final int WIDTH = 1280;
  static final int HEIGHT = 960;
  private static final double CENTER_RE = -0.7463;
  private static final double CENTER_IM = 0.1102;
  private static final double PIXEL = 0.006 / WIDTH;
  private static final int MAX_STEPS = 1000;
  private static final double ESCAPE_RADIUS = 2.0;
  private static final int BLACK = 255;

  private Mandelbrot() {}

  /** A part of the picture, on its way from a worker. */
  private record Scanline(int line, byte[] greys) implements Serializable {}

  /**
   * Computes the picture.
   *
   * @param args see {@code --help}
   * @throws IOException if the picture cannot be written
   */
  public static void main(String[] args) throws IOException {
    Arguments arguments = Arguments.parse(args, USAGE);
    Path output = arguments.path("--output", "mandelbrot.pgm");
    Optional<List<byte[]>> picture = arguments.withPool(Mandelbrot::compute);
    if (picture.isPresent()) {
      Picture.write(picture.get(), output);
    }
  }

  private static List<byte[]> compute(MpiPoolExecutor pool) {
    byte[][] picture = new byte[HEIGHT][];
    List<Integer> lines = IntStream.range(0, HEIGHT).boxed().toList();
    MapOptions asTheyCome = MapOptions.defaults().chunkSize(8).unordered();
    try (Stream<Scanline> scanlines =
        pool.map(line -> new Scanline(line, scanline(line)), lines, asTheyCome)) {
      scanlines.forEach(scanline -> picture[scanline.line()] = scanline.greys());
    }
    return Arrays.asList(picture);
  }

  /**
   * Computes one scanline.
   *
   * @param line 0 at the top to {@code HEIGHT - 1}
   * @return one grey value a pixel
   */
  static byte[] scanline(int line) {
    byte[] greys = new byte[WIDTH];
    double im = CENTER_IM - (line - HEIGHT / 2) * PIXEL;
    for (int column = 0; column < WIDTH; column++) {
      greys[column] = (byte) grey(steps(CENTER_RE + (column - WIDTH / 2) * PIXEL, im));
    }
    return greys;
  }

  private static int steps(double pointRe, double pointIm) {
    double re = 0;
    double im = 0;
    int steps = 0;
    while (re * re + im * im < ESCAPE_RADIUS * ESCAPE_RADIUS && steps < MAX_STEPS) {
      double square = re * re - im * im;
      im = 2 * re * im + pointIm;
      re = square + pointRe;
      steps++;
    }
    return steps;
  }

  /** Black for the set itself and far from it, the brighter the nearer to it. */
  private static int grey(int steps) {
    return steps == MAX_STEPS ? BLACK : BLACK - steps / 4;
  }
}
