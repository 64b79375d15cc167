package io.github.rankpool.it;

import io.github.rankpool.MpiPoolExecutor;
import java.nio.file.Path;

/** Hands in tasks and comes to its end while they are pending. */
final class PendingProgram {
  private static final int TASKS = 20;

  private PendingProgram() {}

  /**
   * Arguments: how to end, and a folder for the gate that holds the tasks or their callbacks.
   *
   * @throws IllegalStateException to end this way
   */
  public static void main(String[] args) {
    Gate gate = new Gate(Path.of(args[1]));
    MpiPoolExecutor pool = MpiPoolExecutor.builder().maxWorkers(2).build();
    boolean heldInCallback = args[0].equals("shutdown");
    for (int i = 0; i < TASKS; i++) {
      int number = i;
      pool.submit(
              () -> {
                if (!heldInCallback) {
                  gate.pass();
                }
                return number;
              })
          .thenAccept(
              result -> {
                if (heldInCallback && result == TASKS - 1) {
                  gate.pass();
                }
                System.out.println("[callback " + result + "]");
              });
    }
    gate.awaitBegun(1);
    System.out.println("gate " + gate.directory());
    System.out.println("main ends");
    switch (args[0]) {
      case "return" -> {}
      case "throw" -> throw new IllegalStateException("thrown by main");
      case "shutdown" -> pool.shutdown();
      case "exit" -> System.exit(EndProgram.EXIT_STATUS);
      default -> throw new IllegalArgumentException(args[0]);
    }
  }
}
