package io.github.rankpool.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.testkit.FakeClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@link Snapshots} by a clock that the test sets. */
class SnapshotsTest {
  private final FakeClock clock = new FakeClock();
  private final AtomicInteger taken = new AtomicInteger();

  @Test
  void oneSnapshotServesAWholeScrapeAndTheNextScrapeGetsANewOne() {
    try (MpiPoolExecutor pool = MpiPoolExecutor.builder().backend("threads").build()) {
      Snapshots snapshots =
          new Snapshots(
              () -> {
                taken.incrementAndGet();
                return pool.statistics();
              },
              clock);
      snapshots.pool();
      snapshots.pool();
      assertThat(snapshots.ofWorker(0, worker -> 1)).isZero();
      assertThat(taken).hasValue(1);

      clock.advance(Duration.ofNanos(Snapshots.LIFE_NANOS));
      snapshots.pool();
      assertThat(taken).hasValue(2);
    }
  }
}
