package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.examples.Crawl;
import io.github.rankpool.examples.Hello;
import io.github.rankpool.examples.Julia;
import io.github.rankpool.examples.Mandelbrot;
import io.github.rankpool.examples.Pi;
import io.github.rankpool.examples.PiTasks;
import io.github.rankpool.examples.Primes;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line that all examples share. */
@ExtendWith(Watchdog.class)
class ExamplesIT {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Crawl.class,
        Hello.class,
        Julia.class,
        Mandelbrot.class,
        Pi.class,
        PiTasks.class,
        Primes.class
      })
  void helpListsTheOptionsAndStartsNothing(Class<?> example) {
    TestProcess.Result result =
        Launch.OPENMPI.java(List.of(), example, "--help").run().assertClean();

    assertThat(result.output())
        .contains("--workers N", "--spmd")
        .doesNotContain("INFO", "backend ");
  }

  @ParameterizedTest
  @CsvSource({
    "--wrokers, 2, unknown option --wrokers",
    "--workers, 0, '--workers takes a whole number, at least 1, not ''0'''",
    "--workers, two, '--workers takes a whole number, at least 1, not ''two'''",
    "--intervals, -3, '--intervals takes a whole number, at least 1, not ''-3'''",
    "--spmd, 2, unknown option 2",
    "--output, pi.pgm, unknown option --output"
  })
  void badOptionsAreNamedAndEndWithStatusTwo(String option, String value, String message) {
    TestProcess.Result result = Launch.OPENMPI.java(List.of(), Pi.class, option, value).run();

    assertThat(result.exitStatus()).isEqualTo(2);
    assertThat(result.leftovers()).isEmpty();
    assertThat(result.output()).contains(message, "--workers N");
  }

  @Test
  void workersAreNotCountedWhereTheyAreTheOtherRanks() {
    TestProcess.Result result =
        Launch.OPENMPI.java(List.of(), Pi.class, "--spmd", "--workers", "2").run();

    assertThat(result.exitStatus()).isEqualTo(2);
    assertThat(result.output()).contains("--workers has no meaning with --spmd");
  }

  @ParameterizedTest
  @ValueSource(classes = {Julia.class, Pi.class, Primes.class})
  void anOptionWithoutValueIsNamed(Class<?> example) {
    TestProcess.Result result = Launch.OPENMPI.java(List.of(), example, "--workers").run();

    assertThat(result.exitStatus()).isEqualTo(2);
    assertThat(result.output()).contains("no value given for --workers");
  }
}
