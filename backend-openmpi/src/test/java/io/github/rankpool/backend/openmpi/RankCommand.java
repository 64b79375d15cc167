package io.github.rankpool.backend.openmpi;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.spi.Availability;
import io.github.rankpool.spi.RankMain;
import io.github.rankpool.testkit.ScenarioProgram;
import io.github.rankpool.testkit.TestProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Commands that run scenarios on ranks of Open MPI, under a time limit. */
final class RankCommand {
  private static final Duration LIMIT = Duration.ofSeconds(80);
  private static final int NATIVE_ACCESS_WARNS_SINCE = 24;

  private RankCommand() {}

  /** Runs the scenario on all ranks of a world that mpiexec makes. */
  static void launched(int ranks, String scenario) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(launcher(), "--oversubscribe", "--bind-to", "none"));
    command.addAll(List.of("-n", Integer.toString(ranks)));
    command.addAll(rank(scenario));
    start(command);
  }

  /** Runs the scenario in a process that no launcher started: a world of one rank. */
  static void alone(String scenario) {
    start(rank(scenario));
  }

  /** Skips the test where Open MPI is missing; where it is required, the test goes on to fail. */
  static void assumeOpenMpi() {
    Availability availability = new OpenMpiProvider().availability();
    String required = System.getenv("RANKPOOL_REQUIRE_BACKENDS");
    if (required == null || !Arrays.asList(required.split("[, ]+", -1)).contains("openmpi")) {
      assumeTrue(
          availability.usable(),
          () -> "openmpi: " + availability.detail() + ". " + availability.remedy());
    }
  }

  private static void start(List<String> command) {
    TestProcess.command(command)
        .limit(LIMIT)
        // Containers run as root; users' accounts do not look at these.
        .environment("OMPI_ALLOW_RUN_AS_ROOT", "1")
        .environment("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1")
        // Command lines and environments are decoded by the locale.
        .environment("LC_ALL", "C.UTF-8")
        .run()
        .assertClean();
  }

  private static List<String> rank(String scenario) {
    List<String> command = new ArrayList<>();
    command.add(TestProcess.javaExecutable());
    command.add("-Xmx256m");
    if (Runtime.version().feature() >= NATIVE_ACCESS_WARNS_SINCE) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(RankMain.class.getName());
    command.addAll(List.of("openmpi", ScenarioProgram.class.getName(), scenario));
    return command;
  }

  /** Where several MPIs are installed the bare name may be another one's. */
  private static String launcher() {
    String path = String.valueOf(System.getenv("PATH"));
    boolean own =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .anyMatch(folder -> Path.of(folder, "mpiexec.openmpi").toFile().canExecute());
    return own ? "mpiexec.openmpi" : "mpiexec";
  }
}
