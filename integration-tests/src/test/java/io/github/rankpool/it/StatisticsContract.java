package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.PoolStatistics;
import io.github.rankpool.WorkerStatistics;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a pool tells of itself and of its workers, wherever these are. */
abstract class StatisticsContract {
  private static final Duration TASK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  private static int sleep() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(TASK.toNanos());
    return 1;
  }

  private static int fail() {
    throw new IllegalStateException("as it should");
  }

  private MpiPoolExecutor pool() {
    return builder().maxWorkers(2).build();
  }

  @Test
  void whatWasSubmittedHasCompletedFailedOrBeenCancelledInTheEnd() {
    MpiPoolExecutor pool = pool();
    try (pool) {
      pool.map(n -> n + 1, IntStream.range(0, 200).boxed().toList()).forEach(n -> {});
      assertThatThrownBy(pool.submit(StatisticsContract::fail)::join).isInstanceOf(Exception.class);
      pool.submitParallel(2, ranks -> ranks.rank()).join();
    }

    assertThat(pool.statistics().tasks())
        .isEqualTo(new PoolStatistics.Tasks(202, 0, 0, 201, 1, 0, 0, 0, 0));
  }

  @Test
  void workersHaveToldEverythingWhenThePoolHasEnded() {
    MpiPoolExecutor pool = pool();
    try (pool) {
      pool.bootup();
      List.of(pool.submit(StatisticsContract::sleep), pool.submit(StatisticsContract::sleep))
          .forEach(future -> assertThat(future.join()).isOne());
      pool.submit(StatisticsContract::sleep).join();
    }

    PoolStatistics statistics = pool.statistics();
    WorkerStatistics.Work work = statistics.work();
    assertThat(work.tasks()).isEqualTo(3);
    assertThat(work.busyNanos()).isGreaterThanOrEqualTo(3 * TASK.toNanos());
    assertThat(work.idleNanos()).isPositive();
    assertThat(statistics.workers()).extracting(WorkerStatistics::rank).containsExactly(0, 1);
    assertThat(statistics.workers())
        .allSatisfy(worker -> assertThat(worker.roundTripNanos()).isNotNegative());
    assertThat(statistics.traffic().framesReceived()).isPositive();
    assertThat(statistics.traffic().bytesSent()).isPositive();
  }

  @Test
  void workersTellOfThemselvesWhileThePoolIsOpen() {
    try (MpiPoolExecutor pool = pool()) {
      pool.submit(StatisticsContract::sleep).join();

      await().atMost(PATIENCE).until(() -> pool.statistics().work().busyNanos() >= TASK.toNanos());
      long idleNanos = pool.statistics().work().idleNanos();
      await().atMost(PATIENCE).until(() -> pool.statistics().work().idleNanos() > idleNanos);
      assertThat(pool.statistics().workersNow()).isEqualTo(2);
      assertThat(pool.statistics().workersLost()).isZero();
    }
  }

  @Test
  void largeDataIsOutOfBand() {
    double[] large = new double[1 << 18];
    try (MpiPoolExecutor pool = pool()) {
      assertThat(pool.submit(() -> large.length).join()).isEqualTo(1 << 18);

      assertThat(pool.statistics().traffic().outOfBandBytes())
          .isGreaterThanOrEqualTo((long) large.length * Double.BYTES);
    }
  }
}
