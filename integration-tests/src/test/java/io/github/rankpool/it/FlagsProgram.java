package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.List;

/** Tells what flags of its own JVM reach those of its workers. */
@SuppressWarnings("serial") // Its task uses its private parts.
final class FlagsProgram {
  private FlagsProgram() {}

  /** Argument: whether they are to be passed on. */
  public static void main(String[] args) throws Exception {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder()
            .maxWorkers(1)
            .inheritJvmFlags(Boolean.parseBoolean(args[0]))
            .jvmArgs(List.of("-Dsecond=of the pool"))
            .build()) {
      System.out.println("worker: " + pool.submit(FlagsProgram::describe).get());
    }
  }

  private static String describe() {
    return String.join(
        ", ",
        "first " + System.getProperty("first"),
        "second " + System.getProperty("second"),
        "heap " + (Runtime.getRuntime().maxMemory() >> 20),
        "assertions " + FlagsProgram.class.desiredAssertionStatus(),
        "encoding " + System.getProperty("file.encoding"));
  }
}
