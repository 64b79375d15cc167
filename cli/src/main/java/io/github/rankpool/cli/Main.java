package io.github.rankpool.cli;

import io.github.rankpool.ProgramArguments;
import java.util.OptionalInt;

/** Where the command {@code rankpool} begins. */
public final class Main {
  private Main() {}

  /**
   * Runs the command. Returns when the program that it ran has returned from its main method, so
   * that the JVM ends with the program's last thread; in all other cases ends the JVM.
   *
   * @param args the command line
   */
  public static void main(String[] args) {
    OptionalInt status = launch(ProgramArguments.of(args));
    if (status.isPresent()) {
      System.exit(status.getAsInt());
    }
    if (MpiJob.ranksShareJvm()) {
      // The other ranks serve until the JVM ends, which it does not do by itself while they do.
      RankThreads.awaitOthers();
      System.exit(Verdict.SUCCESS);
    }
  }

  private static OptionalInt launch(String... args) {
    try {
      Commands commands = Commands.ofThisProcess();
      return new Launcher(commands, MpiJob.launchedThisProcess(), MpiJob::start).launch(args);
    } catch (JobException e) {
      System.err.println(e.getMessage());
      return OptionalInt.of(e.status());
    }
  }
}
