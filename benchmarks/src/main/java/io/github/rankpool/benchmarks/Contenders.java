package io.github.rankpool.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who takes part, with which scenarios, and the commands that start them. */
final class Contenders {
  static final String THREADS = "rankpool-threads";
  static final String SPAWNED = "rankpool-openmpi";
  static final String SHARED = "rankpool-shared";
  static final String MPJ = "rankpool-mpj";
  static final String MPI4PY = "mpi4py";
  static final String MPI4PY_BEST = "mpi4py-best";
  static final String MPI4PY_SHARED = "mpi4py-shared";
  static final String MPI4PY_SHARED_BEST = "mpi4py-shared-best";
  static final String PROCESS_POOL = "python-processes";
  static final String THREAD_POOL = "java-threads";
  static final String RAW = "raw-spawned";
  static final String RAW_SHARED = "raw-world";

  private static final Set<String> WHILE_RAW = Set.of("latency", "echo");
  private static final Set<String> PYTHON =
      Set.of("start", "idle", "throughput", "latency", "echo", "mixed", "scaling");
  private static final Set<String> BY_REFERENCE =
      Set.of("start", "throughput", "latency", "mixed", "cpu", "scaling");
  private static final Set<String> ALL =
      Set.of("start", "idle", "throughput", "latency", "echo", "copied", "mixed", "cpu", "scaling");

  private final String python;
  private final String script;

  Contenders(String python, String script) {
    this.python = python;
    this.script = script;
  }

  /**
   * Someone who takes part.
   *
   * @param name unique
   * @param scenarios those that it can run
   * @param backend Rankpool's, or empty
   * @param launcher makes the command's beginning for a number of workers
   */
  record Contender(String name, Set<String> scenarios, String backend, Launcher launcher) {

    List<String> command(int workers, String seconds, String maxBytes, List<String> scenarios) {
      List<String> command = new ArrayList<>(launcher.command(workers));
      command.addAll(List.of(seconds, maxBytes));
      if (!name.startsWith("raw")) {
        command.addAll(scenarios);
      }
      return command;
    }

    boolean isPython() {
      return scenarios.equals(PYTHON);
    }

    Map<String, String> environment() {
      return backend.isEmpty() ? Map.of() : Map.of("RANKPOOL_BACKEND", backend);
    }
  }

  /** The words of a command up to the number of workers. */
  interface Launcher {
    List<String> command(int workers);
  }

  List<Contender> all() {
    return List.of(
        new Contender(THREADS, ALL, "threads", workers -> rankpool(workers)),
        new Contender(SPAWNED, ALL, "openmpi", workers -> rankpool(workers)),
        new Contender(
            SHARED,
            ALL,
            "openmpi",
            workers ->
                join(
                    mpiexec(workers + 1),
                    join(
                        java("io.github.rankpool.cli.Main", "run", "-m"),
                        poolProgram("rankpool", workers)))),
        new Contender(MPJ, ALL, "mpj", workers -> rankpool(workers)),
        new Contender(MPI4PY, PYTHON, "", workers -> python(MPI4PY, workers)),
        new Contender(MPI4PY_BEST, PYTHON, "", workers -> python(MPI4PY_BEST, workers)),
        new Contender(MPI4PY_SHARED, PYTHON, "", workers -> pythonShared(MPI4PY, workers)),
        new Contender(
            MPI4PY_SHARED_BEST, PYTHON, "", workers -> pythonShared(MPI4PY_BEST, workers)),
        new Contender(PROCESS_POOL, PYTHON, "", workers -> python("processes", workers)),
        new Contender(
            THREAD_POOL,
            BY_REFERENCE,
            "",
            workers -> join(java(), poolProgram("threads", workers))),
        new Contender(RAW, WHILE_RAW, "", workers -> raw()),
        new Contender(RAW_SHARED, WHILE_RAW, "", workers -> join(mpiexec(2), raw())));
  }

  /** Everything a contender's name may be limited to. */
  static Set<String> scenarios() {
    return new TreeSet<>(ALL);
  }

  private static List<String> rankpool(int workers) {
    return join(java(), poolProgram("rankpool", workers));
  }

  private static List<String> raw() {
    return java("io.github.rankpool.spi.RankMain", "openmpi", RawProgram.class.getName());
  }

  private List<String> python(String kind, int workers) {
    return List.of(python, script, kind, Integer.toString(workers));
  }

  private List<String> pythonShared(String kind, int workers) {
    return join(
        mpiexec(workers + 1),
        List.of(python, "-m", "mpi4py.futures", script, kind, Integer.toString(workers)));
  }

  private static List<String> poolProgram(String kind, int workers) {
    return List.of(PoolProgram.class.getName(), kind, Integer.toString(workers));
  }

  private static List<String> java(String... arguments) {
    return join(
        List.of(
            System.getProperty("java.home") + "/bin/java",
            "-cp",
            System.getProperty("java.class.path")),
        List.of(arguments));
  }

  private static List<String> mpiexec(int ranks) {
    return List.of(
        "mpiexec", "--oversubscribe", "--bind-to", "none", "-n", Integer.toString(ranks));
  }

  private static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
