package io.github.rankpool.spi;

import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * Main class of rank processes: starts the backend named by the first argument and runs the {@link
 * RankProgram} named by the second one with the arguments that follow.
 *
 * <p>The process ends when the program returns, even if the program left threads behind. Exit
 * status: 0; 1 if the program failed; 2 if it could not be started.
 */
public final class RankMain {
  private static final int PROGRAM_FAILED = 1;
  private static final int NOT_STARTED = 2;
  private static final int FIXED_ARGUMENTS = 2;

  private RankMain() {}

  /**
   * Runs one rank.
   *
   * @param args backend name, name of a {@link RankProgram} class, its arguments
   */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  // User code may throw anything, and whatever it is, the rank must report it and end.
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static int run(String[] mainArguments) {
    String[] args = programArguments(mainArguments);
    if (args.length < FIXED_ARGUMENTS) {
      System.err.println("usage: RankMain BACKEND PROGRAM-CLASS [ARGUMENT...]");
      return NOT_STARTED;
    }
    MpiProvider provider;
    RankProgram program;
    try {
      provider = provider(args[0]);
      program = RankProgram.named(args[1]);
    } catch (MpiException e) {
      System.err.println(e.getMessage());
      return NOT_STARTED;
    }
    List<String> arguments = List.of(args).subList(FIXED_ARGUMENTS, args.length);
    try (MpiRuntime runtime = provider.start(ThreadLevel.MULTIPLE)) {
      return run(program, runtime, arguments);
    } catch (Throwable e) {
      e.printStackTrace();
      return PROGRAM_FAILED;
    }
  }

  // What goes wrong is printed at once: the end of MPI may wait for other ranks.
  @SuppressWarnings("CatchAndPrintStackTrace")
  private static int run(RankProgram program, MpiRuntime runtime, List<String> arguments) {
    try {
      program.run(runtime, arguments);
      return 0;
    } catch (Throwable e) {
      e.printStackTrace();
      return PROGRAM_FAILED;
    }
  }

  /** Those before the backend's name, if there are any, are its launcher's. */
  private static String[] programArguments(String[] mainArguments) {
    String[] arguments = mainArguments;
    for (MpiProvider provider : providers()) {
      if (provider.launchedThisProcess()) {
        arguments = provider.programArguments(arguments);
      }
    }
    return arguments;
  }

  private static List<MpiProvider> providers() {
    return ServiceLoader.load(MpiProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .collect(Collectors.toList());
  }

  private static MpiProvider provider(String name) {
    List<MpiProvider> found = providers();
    return found.stream()
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new MpiException(
                    "RP-301",
                    "no backend named '"
                        + name
                        + "' on this rank's class path; found: "
                        + Arrays.toString(found.stream().map(MpiProvider::name).toArray())
                        + ". Put its jar on the class path that the ranks are started with."));
  }
}
