package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few runs of {@code bin/chaos}: with kills, with stops, and with all workers lost. */
@ExtendWith(Watchdog.class)
class ChaosIT {
  @ParameterizedTest
  @CsvSource({
    "THREADS, 2",
    "THREADS, 4",
    "THREADS, 5",
    "OPENMPI, 3",
    "OPENMPI, 4",
    "MPJ, 8",
    "MPJ, 9",
    "MPJ, 13"
  })
  void everyFutureCompletesOnceAndNothingIsLeft(Launch launch, long seed) {
    ChaosRuns runs = new ChaosRuns(launch, Duration.ofSeconds(1));
    String output = runs.run(seed);

    assertThat(runs.wrong()).as(output).isZero();
  }
}
