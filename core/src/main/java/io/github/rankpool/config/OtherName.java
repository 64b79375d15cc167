package io.github.rankpool.config;

import java.util.List;

/**
 * A system property or environment variable with Rankpool's prefix that is no {@link Setting}:
 * others read it, where no file and no layers are wanted.
 *
 * @param name in full
 * @param meaning what it is for
 */
record OtherName(String name, String meaning) {
  static final String FILE_PROPERTY = "rankpool.config";
  static final String FILE_VARIABLE = "RANKPOOL_CONFIG";

  static final List<OtherName> ALL =
      List.of(
          new OtherName(FILE_PROPERTY, "the file with settings"),
          new OtherName(FILE_VARIABLE, "the same, if there is no such property"),
          new OtherName("rankpool.openmpi.jar", "Open MPI's `mpi.jar`"),
          new OtherName("RANKPOOL_OPENMPI_JAR", "the same, also for `bin/setup`"),
          new OtherName("rankpool.openmpi.library", "its native part, `libmpi_java`"),
          new OtherName(
              "rankpool.spawn.timeout",
              "with Open MPI: seconds that spawned workers may take to start MPI, default 120"),
          new OtherName(
              "rankpool.mpj.home", "folder of MPJ Express; otherwise `MPJ_HOME` names it"),
          new OtherName(
              "rankpool.mpj.start-timeout",
              "with MPJ Express: seconds until all spawned workers are connected, default 60"),
          new OtherName("RANKPOOL_JAVA_OPTS", "flags of the JVM for the script `rankpool`"),
          new OtherName("RANKPOOL_CREDENTIAL", "set by Rankpool itself: a pool's secret"),
          new OtherName(
              Settings.MAIN_CLASS_PROPERTY, "set by `rankpool run`: the program's main class"),
          new OtherName("RANKPOOL_REQUIRE_BACKENDS", "tests: backends that may not be missing"),
          new OtherName("RANKPOOL_TEST_PROCESS", "tests: marks the processes that they start"),
          new OtherName("RANKPOOL_CONTRACT", "tests: a variable that spawned ranks look for"),
          new OtherName("rankpool.contract", "tests: a property that spawned ranks look for"),
          new OtherName("rankpool.fuzz.rounds", "tests: how often something is damaged"),
          new OtherName("rankpool.fuzz.frames", "tests: how many damaged frames are sent"),
          new OtherName("rankpool.fuzz.seed", "tests: how it is damaged"),
          new OtherName("rankpool.chaos.runs", "tests: how many random runs there are"));

  /** The names with a prefix. */
  static List<String> startingWith(String prefix) {
    return ALL.stream().map(OtherName::name).filter(name -> name.startsWith(prefix)).toList();
  }
}
