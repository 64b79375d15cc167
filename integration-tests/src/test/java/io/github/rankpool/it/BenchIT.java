package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.Json;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command {@code rankpool bench} with real backends: what it tells, not how fast they are. */
@ExtendWith(Watchdog.class)
class BenchIT {

  private static TestProcess.Builder bench(String... options) {
    String[] words = Stream.concat(Stream.of("bench"), Stream.of(options)).toArray(String[]::new);
    return Launch.THREADS.java(List.of(), Main.class, words);
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  private static double number(@Nullable Object figure, String name) {
    return (Double) Objects.requireNonNull(object(figure).get(name));
  }

  @ParameterizedTest
  @EnumSource(
      value = Launch.class,
      names = {"THREADS", "OPENMPI", "MPJ"})
  void everyFigureIsTold(Launch launch) {
    Launch.assumeUsable(launch.backend());

    TestProcess.Result result =
        bench("--backend", launch.backend(), "--workers=2", "--seconds=1", "--json")
            .run()
            .assertClean();

    Map<?, ?> summary = object(Json.read(result.output()));
    assertThat(summary.get("workers")).isEqualTo(2.0);
    List<?> backends = (List<?>) Objects.requireNonNull(summary.get("backends"));
    assertThat(backends).hasSize(1);
    Map<?, ?> backend = object(backends.get(0));
    assertThat(backend.get("backend")).isEqualTo(launch.backend());
    Map<?, ?> figures = object(backend.get("figures"));
    assertThat(figures.keySet().stream().map(String::valueOf))
        .containsExactlyInAnyOrder(
            "first-start",
            "next-start",
            "latency",
            "submit",
            "map",
            "bandwidth",
            "bandwidth-zero-copy");
    for (Object figure : figures.values()) {
      double median = number(figure, "median");
      assertThat(number(figure, "p1")).isPositive().isLessThanOrEqualTo(median);
      assertThat(number(figure, "p99")).isGreaterThanOrEqualTo(median);
    }
  }

  @Test
  @RequiresBackend("openmpi")
  void aBackendThatFailsIsShownAndTheOthersAreMeasured() {
    TestProcess.Result result =
        bench("--backend=openmpi,threads", "--workers=1", "--seconds=1")
            .environment("OMPI_MCA_pml", "nonsense")
            .run();

    assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
    assertThat(result.leftovers()).as(result.output()).isEmpty();
    assertThat(result.output())
        .containsPattern("tasks that do nothing, by submit, tasks/s +threads +[1-9]")
        .contains("openmpi was not measured to the end", "problem     RP-", "printed");
  }

  @Test
  void underMpiexecItRefusesOnce() {
    TestProcess.Result result = Launch.mpiexec(2, List.of(), Main.class, "bench").run();

    assertThat(result.exitStatus()).as(result.output()).isEqualTo(2);
    assertThat(result.output()).containsOnlyOnce("RP-613: the launcher of openmpi");
  }
}
