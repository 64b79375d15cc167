package io.github.rankpool.it;

import io.github.rankpool.ProgramArguments;
import io.github.rankpool.examples.Crawl;
import io.github.rankpool.examples.Hello;
import io.github.rankpool.examples.Julia;
import io.github.rankpool.examples.Mandelbrot;
import io.github.rankpool.examples.PiTasks;
import io.github.rankpool.examples.Primes;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

/** Runs one example after the other: a folder for pictures, then the options for all of them. */
public final class ExamplesProgram {
  private ExamplesProgram() {}

  /** Runs them. */
  public static void main(String[] args) throws IOException {
    String[] own = ProgramArguments.of(args);
    String folder = own[0];
    String[] pool = Arrays.copyOfRange(own, 1, own.length);
    Hello.main(pool);
    PiTasks.main(with(pool, "--intervals", "128"));
    Primes.main(with(pool, "--limit", "1000000"));
    Crawl.main(with(pool, "--pages", "100"));
    Julia.main(with(pool, "--output", folder + "/julia.pgm"));
    Mandelbrot.main(with(pool, "--output", folder + "/mandelbrot.pgm"));
  }

  private static String[] with(String[] options, String name, String value) {
    return Stream.concat(Stream.of(name, value), Arrays.stream(options)).toArray(String[]::new);
  }
}
