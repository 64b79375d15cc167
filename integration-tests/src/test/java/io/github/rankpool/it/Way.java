package io.github.rankpool.it;

import io.github.rankpool.testkit.TestProcess;
import java.util.ArrayList;
import java.util.List;

/** The ways of running an example. */
enum Way {
  /** On threads of the program's own JVM. */
  EMBEDDED,
  /** On processes that Open MPI spawns, from plain java. */
  SPAWNED,
  /** On processes that Open MPI spawns, from {@code mpiexec -n 1}. */
  SPAWNED_BY_LAUNCHER,
  /** By {@code rankpool run}, on the other ranks of its job. */
  SHARED,
  /** By {@code mpiexec}, as every rank of its job. */
  SPMD;

  /**
   * What to run.
   *
   * @param byJava the words of a command that begins with java
   * @param byCommand the words of one that begins with rankpool run
   */
  record Program(List<String> byJava, List<String> byCommand) {}

  /**
   * Makes a command of it. Skips or fails the test where the backend cannot be used, as {@link
   * Launch#program} does.
   *
   * @param size number of workers or, where there are none to start, of processes in all
   * @param program takes the options of an example
   * @param options of the program; those that choose the pool are added
   */
  TestProcess.Builder command(int size, Program program, String... options) {
    List<String> words = new ArrayList<>(this == SHARED ? program.byCommand() : program.byJava());
    words.addAll(List.of(options));
    if (startsWorkers()) {
      words.addAll(List.of("--workers", Integer.toString(size)));
    } else if (this == SPMD) {
      words.add("--spmd");
    }
    return switch (this) {
      case EMBEDDED -> Launch.THREADS.command(words);
      case SPAWNED -> Launch.OPENMPI.command(words);
      case SPAWNED_BY_LAUNCHER -> Launch.MPIEXEC.command(words);
      case SHARED, SPMD -> Launch.mpiexec(size, words);
    };
  }

  private boolean startsWorkers() {
    return this != SHARED && this != SPMD;
  }

  /** How many workers there are. */
  int workers(int size) {
    return startsWorkers() ? size : Math.max(1, size - 1);
  }

  /** What the workers are: a process alone has a thread as its worker. */
  String backend(int size) {
    return this == EMBEDDED || (!startsWorkers() && size == 1) ? "threads" : "openmpi";
  }

  boolean hasWorkerProcesses(int size) {
    return backend(size).equals("openmpi");
  }
}
