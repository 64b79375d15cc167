package io.github.rankpool.backend.openmpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the one rank of a world does in {@link OpenMpiSingletonIT}. */
final class SingletonScenarios {
  private static final Duration SOON = Duration.ofSeconds(30);

  private SingletonScenarios() {}

  static void missingProgramsAreReported(MpiRuntime runtime) {
    SpawnRequest elsewhere =
        SpawnRequest.of(1, Leaves.class).classPath(List.of(Path.of("/nonexistent.jar"))).build();
    assertThatThrownBy(() -> runtime.spawn(elsewhere))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-336")
        .hasMessageContaining(Leaves.class.getName());
    SpawnRequest nowhere =
        SpawnRequest.of(1, Leaves.class).workingDirectory(Path.of("/nonexistent")).build();
    assertThatThrownBy(() -> runtime.spawn(nowhere))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("/nonexistent");
    InterCommunicator children = runtime.spawn(SpawnRequest.of(1, Leaves.class).build());
    assertThat(children.remoteSize()).isEqualTo(1);
    children.disconnect();
  }

  static void closeEndsTheDaemon(MpiRuntime runtime) {
    runtime.spawn(SpawnRequest.of(2, Leaves.class).build()).disconnect();
    runtime.close();
    assertNoDaemonRuns();
  }

  static void dyingRanksAreReported(MpiRuntime runtime) {
    SpawnRequest request =
        SpawnRequest.of(2, Leaves.class)
            .jvmArguments(List.of("-XX:NoSuchOption"))
            .info(Map.of("rankpool.spawn.timeout", "4"))
            .build();
    long begin = System.nanoTime();
    assertThatThrownBy(() -> runtime.spawn(request))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-338");
    assertThatThrownBy(() -> runtime.spawn(SpawnRequest.of(1, Leaves.class).build()))
        .isInstanceOf(MpiException.class)
        .hasMessageStartingWith("RP-339");
    runtime.close();
    assertThat(System.nanoTime() - begin).isLessThan(SOON.toNanos());
    assertNoDaemonRuns();
  }

  /** A child that has ended stays a zombie, of which the system tells no command. */
  private static void assertNoDaemonRuns() {
    assertThat(ProcessHandle.current().children().flatMap(child -> child.info().command().stream()))
        .isEmpty();
  }

  /** The class path of the tests has Open MPI's mpi.jar, which the backend must not use from it. */
  static void vendorClassesAreNotTheApplications(MpiRuntime runtime) throws Exception {
    Class<?> applications =
        Class.forName("mpi.MPI", false, SingletonScenarios.class.getClassLoader());
    ClassLoader ours = runtime.getClass().getClassLoader();
    assertThat(ours).isNotSameAs(SingletonScenarios.class.getClassLoader());
    assertThat(Class.forName("mpi.MPI", false, ours)).isNotSameAs(applications);
  }

  /** A rank that leaves at once. */
  public static final class Leaves implements RankProgram {
    /** For the backend. */
    public Leaves() {}

    @Override
    public void run(MpiRuntime runtime, List<String> arguments) {
      runtime.parent().orElseThrow().disconnect();
    }
  }
}
