package io.github.rankpool.backend.openmpi;

import io.github.rankpool.spi.RankMain;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Main class of the ranks that this backend spawns: decodes the arguments and goes on as {@link
 * RankMain}.
 *
 * <p>On its way from the spawner an argument passes the bindings, MPI, a daemon and the child's
 * locale; not each of them keeps empty strings, line breaks and characters outside ASCII. So
 * arguments travel as URL-encoded ASCII behind a mark that keeps empty ones from being empty.
 */
public final class SpawnedRank {
  private static final String MARK = ":";

  private SpawnedRank() {}

  /**
   * Runs one rank; ends the process.
   *
   * @param args encoded: backend name, name of a {@link io.github.rankpool.spi.RankProgram} class,
   *     its arguments
   */
  public static void main(String[] args) {
    RankMain.main(Arrays.stream(args).map(SpawnedRank::decode).toArray(String[]::new));
  }

  /**
   * Encodes one argument for a command line.
   *
   * @param argument any text
   * @return ASCII without blanks, never empty
   */
  public static String encode(String argument) {
    return MARK + URLEncoder.encode(argument, StandardCharsets.UTF_8);
  }

  static String decode(String encoded) {
    return URLDecoder.decode(encoded.substring(MARK.length()), StandardCharsets.UTF_8);
  }
}
