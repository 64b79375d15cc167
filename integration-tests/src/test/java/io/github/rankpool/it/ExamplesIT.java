package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.examples.Julia;
import io.github.rankpool.examples.Pi;
import io.github.rankpool.examples.Primes;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The other examples, and the command line that all of them share. */
@ExtendWith(Watchdog.class)
class ExamplesIT {

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 2", "THREADS, 4", "OPENMPI, 1", "OPENMPI, 2", "OPENMPI, 4"})
  void piHasTheErrorOfTheMidpointRule(Launch launch, int workers) {
    String number = Integer.toString(workers);
    TestProcess.Result result =
        launch
            .program(List.of(), Pi.class, "--workers", number, "--intervals", "128")
            .run()
            .assertClean();

    assertThat(result.output())
        .contains("pi: 3.14159", "error: 5.086e-06 (128 intervals, " + number + " workers)")
        .contains("backend " + launch.backend() + ", " + number + " workers");
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 2", "THREADS, 4", "OPENMPI, 1", "OPENMPI, 2", "OPENMPI, 4"})
  void primesAreCountedRight(Launch launch, int workers) {
    String number = Integer.toString(workers);
    TestProcess.Result result =
        launch
            .program(List.of(), Primes.class, "--workers", number, "--limit", "1000000")
            .run()
            .assertClean();

    assertThat(result.output())
        .contains("78498 primes below 1000000")
        .contains("backend " + launch.backend() + ", " + number + " workers");
  }

  @ParameterizedTest
  @ValueSource(classes = {Julia.class, Pi.class, Primes.class})
  void helpListsTheOptionsAndStartsNothing(Class<?> example) {
    TestProcess.Result result =
        Launch.OPENMPI.java(List.of(), example, "--help").run().assertClean();

    assertThat(result.output()).contains("--workers N").doesNotContain("INFO", "backend ");
  }

  @ParameterizedTest
  @CsvSource({
    "--wrokers, 2, unknown option --wrokers",
    "--workers, 0, '--workers takes a whole number, at least 1, not ''0'''",
    "--workers, two, '--workers takes a whole number, at least 1, not ''two'''",
    "--intervals, -3, '--intervals takes a whole number, at least 1, not ''-3'''"
  })
  void badOptionsAreNamedAndEndWithStatusTwo(String option, String value, String message) {
    TestProcess.Result result = Launch.OPENMPI.java(List.of(), Pi.class, option, value).run();

    assertThat(result.exitStatus()).isEqualTo(2);
    assertThat(result.leftovers()).isEmpty();
    assertThat(result.output()).contains(message, "--workers N");
  }

  @ParameterizedTest
  @ValueSource(classes = {Julia.class, Pi.class, Primes.class})
  void anOptionWithoutValueIsNamed(Class<?> example) {
    TestProcess.Result result = Launch.OPENMPI.java(List.of(), example, "--workers").run();

    assertThat(result.exitStatus()).isEqualTo(2);
    assertThat(result.output()).contains("no value given for --workers");
  }
}
