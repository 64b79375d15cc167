package io.github.rankpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void medianIsTheMiddleOrBetweenTheTwoMiddleSamples() {
    assertThat(Statistics.of(9, 1, 5).median()).isEqualTo(5);
    assertThat(Statistics.of(9, 1, 5, 7).median()).isEqualTo(6);
  }

  @Test
  void percentileIsASampleThatFewExceed() {
    Statistics hundred = Statistics.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());
    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(hundred.percentile(0)).isEqualTo(1);
    assertThat(Statistics.of(3).percentile(99)).isEqualTo(3);
  }

  @Test
  void thereAreNoStatisticsOfNothing() {
    assertThatThrownBy(Statistics::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mixedDurationsSpreadOverFourDecadesAndTakeFourSeconds() {
    double[] durations = LoadScenarios.mixedDurations();
    assertThat(DoubleStream.of(durations).sum()).isCloseTo(4, within(0.5));
    assertThat(DoubleStream.of(durations).min().orElseThrow()).isBetween(1e-4, 2e-4);
    assertThat(DoubleStream.of(durations).max().orElseThrow()).isBetween(0.7, 1.0);
    assertThat(LoadScenarios.listScheduled(durations, 2) / LoadScenarios.bound(durations, 2))
        .isBetween(1.0, 1.005);
  }

  @Test
  void listSchedulingGivesTheNextTaskToTheWorkerThatIsFreeFirst() {
    double[] durations = {1, 1, 1, 3};
    assertThat(LoadScenarios.listScheduled(durations, 2)).isEqualTo(4);
    assertThat(LoadScenarios.bound(durations, 2)).isEqualTo(3);
    assertThat(LoadScenarios.bound(new double[] {1, 9}, 2)).isEqualTo(9);
  }
}
