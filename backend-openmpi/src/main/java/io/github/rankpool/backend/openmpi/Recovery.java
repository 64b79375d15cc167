package io.github.rankpool.backend.openmpi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether Open MPI lets the other ranks go on when one dies. By itself it ends them all: the whole
 * job under mpiexec, all that were spawned together otherwise. It reads that from the environment:
 * mpiexec when it starts, and the daemon beside a rank that no launcher started.
 */
public final class Recovery {
  /** Of Open MPI 4, and of the PRRTE that comes with Open MPI 5. */
  private static final List<String> VARIABLES =
      List.of("OMPI_MCA_orte_enable_recovery", "PRTE_MCA_prte_enable_recovery");

  private static final List<String> NO = List.of("0", "false", "no", "f", "n");

  private Recovery() {}

  /**
   * Enables recovery for what this process is about to spawn, unless the environment says something
   * else. To be called before MPI is started, in a process that no launcher started.
   *
   * @return whether it is enabled: not where Java cannot set this process's own environment
   *     variables, which takes JDK 22
   */
  static boolean enable() {
    Map<String, String> environment = System.getenv();
    if (VARIABLES.stream().anyMatch(environment::containsKey)) {
      return isEnabledBy(environment);
    }
    return VARIABLES.stream().allMatch(variable -> NativeEnvironment.set(variable, "1"));
  }

  /** Whether the environment asks for recovery. */
  static boolean isEnabledBy(Map<String, String> environment) {
    return VARIABLES.stream()
        .map(environment::get)
        .anyMatch(value -> value != null && !NO.contains(value.toLowerCase(Locale.ROOT)));
  }

  /**
   * What becomes of the other ranks when one dies.
   *
   * @param enabled whether recovery is
   * @param launched whether mpiexec started this process
   * @return nothing if they go on; otherwise what happens to them and how to prevent it
   */
  public static Optional<String> sharedFate(boolean enabled, boolean launched) {
    if (enabled) {
      return Optional.empty();
    }
    return Optional.of(
        launched
            ? "Open MPI ends this whole program, main included, when one of its processes dies."
                + " Start it with mpiexec --enable-recovery, and only the tasks of the dead worker"
                + " fail"
            : "Open MPI ends all workers of a pool when one of them dies. Set the environment"
                + " variable "
                + VARIABLES.get(0)
                + "=1 (rankpool run and JDK 22 or newer do it themselves), and only the tasks of"
                + " the dead worker fail");
  }
}
