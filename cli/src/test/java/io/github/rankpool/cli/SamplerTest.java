package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Figure.Measure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
  private final Sampler sampler = new Sampler(clock::get);

  /** Each measurement takes some time, and gives its number. */
  private double[] sample(Duration time, long nanosForEach) {
    AtomicLong number = new AtomicLong();
    return sampler.sample(
        time,
        () -> {
          clock.addAndGet(nanosForEach);
          return number.incrementAndGet();
        });
  }

  @Test
  void theFirstThirdOfTheTimeIsInVain() {
    assertThat(sample(Duration.ofNanos(30), 1)).hasSize(20).startsWith(11, 12).endsWith(30);
  }

  @Test
  void whatIsSlowIsMeasuredAFewTimesAllTheSame() {
    assertThat(sample(Duration.ofNanos(30), 1_000)).containsExactly(2, 3, 4, 5, 6);
  }

  @Test
  void whatIsFastIsMeasuredAsOftenAsThereIsRoom() {
    assertThat(sample(Duration.ofSeconds(1), 1_000)).hasSize(200_000);
  }

  @Test
  void figuresAreMedianAndPercentiles() {
    double[] samples = DoubleStream.iterate(1_000, n -> n - 1).limit(1_000).toArray();

    assertThat(Figure.of(Measure.MAP, samples))
        .isEqualTo(new Figure(Measure.MAP, 501, 11, 990, 1_000));
    assertThat(Figure.of(Measure.MAP, 3, 1, 2)).isEqualTo(new Figure(Measure.MAP, 2, 1, 3, 3));
    assertThat(Figure.of(Measure.MAP, 7)).isEqualTo(new Figure(Measure.MAP, 7, 7, 7, 1));
  }

  @Test
  void aFigureIsReadAsItWasWritten() {
    Figure figure = new Figure(Measure.ZERO_COPY, 1.0E-9, 0.1, 1.0E12, 5);

    assertThat(Figure.parse(figure.format())).isEqualTo(figure);
  }
}
