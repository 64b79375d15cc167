package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.util.List;

/** Starts one worker. */
final class BootupProgram {
  private BootupProgram() {}

  /** Arguments: those of the worker's JVM. */
  public static void main(String[] args) {
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().maxWorkers(1).jvmArgs(List.of(args)).build()) {
      pool.bootup();
    }
  }
}
