package io.github.rankpool.examples;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

final class JuliaLines {
  static final int WIDTH = 1280;
  static final int HEIGHT = 960;

  public static void main(String[] args) throws IOException {
    List<Integer> numbers = IntStream.range(0, HEIGHT).boxed().toList();
    try (MpiPoolExecutor pool = MpiPoolExecutor.create();
        OutputStream file = Files.newOutputStream(Path.of(args[0]))) {
      file.write("P5 %d %d 255\n".formatted(WIDTH, HEIGHT).getBytes(StandardCharsets.US_ASCII));
      Iterator<byte[]> lines = pool.map(JuliaLines::line, numbers).iterator();
      while (lines.hasNext()) {
        file.write(lines.next());
      }
    }
  }

  static byte[] line(int number) {
    byte[] line = new byte[WIDTH];
    for (int column = 0; column < WIDTH; column++) {
      line[column] = (byte) grey(-2 + 4.0 * column / WIDTH, 1.5 - 3.0 * number / HEIGHT);
    }
    return line;
  }

  static int grey(double re, double im) {
    int grey = 255;
    while (re * re + im * im < 9 && grey > 1) {
      double square = re * re - im * im;
      im = 2 * re * im + 0.65;
      re = square;
      grey--;
    }
    return grey;
  }
}
