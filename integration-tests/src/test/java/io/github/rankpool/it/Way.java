package io.github.rankpool.it;

import io.github.rankpool.testkit.TestProcess;
import java.nio.file.Path;
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
  SPMD,
  /** On processes that MPJ Express connects, from plain java. */
  SPAWNED_MPJ,
  /** As SHARED under {@code mpjrun}, whose ranks are threads (device smpdev). */
  MPJ_SHARED_THREADS,
  /** As SHARED under {@code mpjrun}, whose ranks are processes (device niodev). */
  MPJ_SHARED_PROCESSES,
  /** As SPMD under {@code mpjrun}, whose ranks are threads. */
  MPJ_SPMD_THREADS,
  /** As SPMD under {@code mpjrun}, whose ranks are processes. */
  MPJ_SPMD_PROCESSES;

  /**
   * What to run.
   *
   * @param byJava the words of a command that begins with java
   * @param byCommand the words of one that begins with rankpool run
   * @param byCommandInJava what such a command runs: words that begin with java
   */
  record Program(List<String> byJava, List<String> byCommand, List<String> byCommandInJava) {}

  /**
   * Runs it. Skips or fails the test where the backend cannot be used, as {@link Launch#program}
   * does.
   *
   * @param folder the working directory
   * @param size number of workers or, where there are none to start, of processes in all
   * @param program takes the options of an example
   * @param options of the program; those that choose the pool are added
   */
  TestProcess.Result run(Path folder, int size, Program program, String... options) {
    List<String> words = new ArrayList<>(beginning(program));
    words.addAll(List.of(options));
    if (startsWorkers()) {
      words.addAll(List.of("--workers", Integer.toString(size)));
    } else if (isSpmd()) {
      words.add("--spmd");
    }
    return switch (this) {
      case EMBEDDED -> finish(Launch.THREADS.command(words), folder);
      case SPAWNED -> finish(Launch.OPENMPI.command(words), folder);
      case SPAWNED_BY_LAUNCHER -> finish(Launch.MPIEXEC.command(words), folder);
      case SPAWNED_MPJ -> finish(Launch.MPJ.command(words), folder);
      case SHARED, SPMD -> finish(Launch.mpiexec(size, words), folder);
      case MPJ_SHARED_THREADS, MPJ_SPMD_THREADS ->
          Launch.mpjrun(folder).threads(size, words.subList(1, words.size()));
      case MPJ_SHARED_PROCESSES, MPJ_SPMD_PROCESSES ->
          Launch.mpjrun(folder).processes(size, words.subList(1, words.size()));
    };
  }

  private List<String> beginning(Program program) {
    return switch (this) {
      case SHARED -> program.byCommand();
      case MPJ_SHARED_THREADS, MPJ_SHARED_PROCESSES -> program.byCommandInJava();
      default -> program.byJava();
    };
  }

  private static TestProcess.Result finish(TestProcess.Builder command, Path folder) {
    return command
        .environment("JAVA_HOME", System.getProperty("java.home"))
        .directory(folder)
        .run();
  }

  private boolean startsWorkers() {
    return switch (this) {
      case EMBEDDED, SPAWNED, SPAWNED_BY_LAUNCHER, SPAWNED_MPJ -> true;
      default -> false;
    };
  }

  private boolean isSpmd() {
    return switch (this) {
      case SPMD, MPJ_SPMD_THREADS, MPJ_SPMD_PROCESSES -> true;
      default -> false;
    };
  }

  /** How many workers there are. */
  int workers(int size) {
    return startsWorkers() ? size : Math.max(1, size - 1);
  }

  /** What the workers are: a process alone has a thread as its worker. */
  String backend(int size) {
    if (this == EMBEDDED || (!startsWorkers() && size == 1)) {
      return "threads";
    }
    return name().contains("MPJ") ? "mpj" : "openmpi";
  }

  boolean hasWorkerProcesses(int size) {
    return !backend(size).equals("threads")
        && this != MPJ_SHARED_THREADS
        && this != MPJ_SPMD_THREADS;
  }
}
