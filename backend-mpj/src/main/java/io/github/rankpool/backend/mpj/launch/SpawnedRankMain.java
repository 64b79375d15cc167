package io.github.rankpool.backend.mpj.launch;

import io.github.rankpool.spi.RankMain;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;

/**
 * Main class of the ranks that {@link Launcher} starts. Standard input holds the start-up record,
 * and is the life line afterwards: when it ends the process has five seconds to end by itself. The
 * program finds an empty standard input.
 */
public final class SpawnedRankMain {
  private static final int NOT_STARTED = 2;

  private SpawnedRankMain() {}

  /**
   * Runs one rank; ends the process.
   *
   * @param args none
   */
  public static void main(String[] args) {
    Bootstrap bootstrap = join();
    RankMain.main(
        Stream.concat(Stream.of("mpj", bootstrap.program()), bootstrap.arguments().stream())
            .toArray(String[]::new));
  }

  /** Takes this process's place, or ends it. */
  static Bootstrap join() {
    InputStream input = new FileInputStream(FileDescriptor.in);
    System.setIn(InputStream.nullInputStream());
    Bootstrap bootstrap = read(input);
    LifeLine.watch(input);
    try {
      new Joining(bootstrap).join().makeCurrent();
      return bootstrap;
    } catch (IOException | InterruptedException e) {
      throw failed(
          "RP-357: rank "
              + bootstrap.rank()
              + " could not connect with the launching process or the other ranks: "
              + e
              + ". Between hosts, every port must be open to the ranks' own user.");
    }
  }

  private static Bootstrap read(InputStream input) {
    try {
      return Bootstrap.read(input);
    } catch (IOException e) {
      throw failed(
          "RP-356: no start-up record on standard input: "
              + e
              + ". Ranks are started by their program only, and use one version of Rankpool.");
    }
  }

  private static IllegalStateException failed(String message) {
    System.err.println(message);
    System.exit(NOT_STARTED);
    return new IllegalStateException(message);
  }
}
