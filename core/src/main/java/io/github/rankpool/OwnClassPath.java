package io.github.rankpool;

import io.github.rankpool.internal.worker.WorkerProgram;

/** The class path that worker processes inherit. */
final class OwnClassPath {
  private OwnClassPath() {}

  /**
   * Refuses a class path on which workers would not find Rankpool: this process has it from a class
   * loader of its own then, which is not theirs.
   *
   * @param loader the one that reads the class path
   * @throws IllegalStateException (RP-236) naming the class path
   */
  static void requireRankpool(ClassLoader loader) {
    if (loader.getResource(WorkerProgram.class.getName().replace('.', '/') + ".class") == null) {
      throw new IllegalStateException(
          "RP-236: workers that are processes would not find Rankpool: it is not on the class path"
              + " '"
              + System.getProperty("java.class.path")
              + "' (system property java.class.path), but in a jar within a jar, or where only the"
              + " program's own class loader looks. Unpack the program, with Spring Boot by java"
              + " -Djarmode=tools -jar PROGRAM.jar extract, name the workers' jars with"
              + " classPath(...), or use the backend threads.");
    }
  }
}
