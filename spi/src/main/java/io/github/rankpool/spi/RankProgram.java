package io.github.rankpool.spi;

import java.util.List;

/**
 * What a spawned or launched rank runs: named by its class in a {@link SpawnRequest}, or given to
 * {@link RankMain} on the command line. Implementations are public and have a public constructor
 * without arguments.
 */
public interface RankProgram {

  /**
   * Runs on the thread that started MPI. The caller closes the runtime afterwards.
   *
   * @param runtime this rank's MPI
   * @param arguments as given in the spawn request or on the command line
   * @throws Exception to end this rank as failed; it is reported on standard error
   */
  void run(MpiRuntime runtime, List<String> arguments) throws Exception;

  /**
   * Makes a program of its class's name. The class is looked for with the calling thread's context
   * class loader.
   *
   * @param className name of a class that implements this interface
   * @return a new instance
   * @throws MpiException (RP-302) if the class is missing, is no such program or cannot be made
   */
  static RankProgram named(String className) {
    try {
      return Class.forName(className, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(RankProgram.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw new MpiException(
          "RP-302",
          "cannot run '"
              + className
              + "' as a rank: "
              + e
              + ". It must be on the class path, be public, implement RankProgram and have a public"
              + " constructor without arguments.",
          e);
    }
  }
}
