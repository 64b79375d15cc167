package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.BrokenPoolException;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.MpiPoolExecutorBuilder;
import io.github.rankpool.RemoteTaskException;
import io.github.rankpool.TaskSerializationException;
import io.github.rankpool.Workers;
import io.github.rankpool.testkit.Watchdog;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pools that are given a filter for what they deserialize. */
@SuppressWarnings("serial") // Tasks of this test use its private parts.
abstract class SerialFilterContract {
  private static final String HERE = SerialFilterContract.class.getName();
  private static final String PATTERN = HERE + ";" + HERE + "$Listed;!*";

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  /** A builder for pools of the backend under test. */
  abstract MpiPoolExecutorBuilder builder();

  record Listed(Object content) implements Serializable {}

  record Unlisted(int number) implements Serializable {}

  private MpiPoolExecutor pool() {
    return builder().maxWorkers(2).serialFilter(PATTERN).build();
  }

  private static void assertStillRuns(MpiPoolExecutor pool) throws Exception {
    assertThat(pool.submit(Listed::new, 7).get()).isEqualTo(new Listed(7));
  }

  @Test
  void argumentsAndCapturedValuesAreScreenedAtTheWorker() throws Exception {
    Unlisted captured = new Unlisted(1);
    try (MpiPoolExecutor pool = pool()) {
      assertThatThrownBy(() -> pool.submit(given -> 1, new Unlisted(1)).get())
          .hasCauseInstanceOf(TaskSerializationException.class)
          .hasMessageContaining("RP-402")
          .hasMessageContaining("RP-410: " + HERE + "$Unlisted")
          .hasMessageContaining("'" + PATTERN + "' (given to serialFilter)");
      assertThatThrownBy(() -> pool.submit(() -> captured.number()).get())
          .hasMessageContaining("RP-402")
          .hasMessageContaining("RP-410: " + HERE + "$Unlisted");
      assertStillRuns(pool);
    }
  }

  @Test
  void resultsAreScreenedAtTheMaster() throws Exception {
    try (MpiPoolExecutor pool = pool()) {
      assertThatThrownBy(() -> pool.submit(() -> new Unlisted(1)).get())
          .hasCauseInstanceOf(TaskSerializationException.class)
          .hasMessageContaining("RP-403")
          .hasMessageContaining("RP-410: " + HERE + "$Unlisted");
      assertThatThrownBy(() -> pool.map(number -> new Unlisted(number), List.of(1, 2)).toList())
          .hasMessageContaining("RP-410: " + HERE + "$Unlisted");
      assertStillRuns(pool);
    }
  }

  @Test
  void exceptionsThatAreRejectedAreDescribed() throws Exception {
    try (MpiPoolExecutor pool = pool()) {
      assertThatThrownBy(
              () ->
                  pool.submit(
                          () -> {
                            throw new IllegalStateException("thrown by the task");
                          })
                      .get())
          .hasCauseInstanceOf(RemoteTaskException.class)
          .hasMessageContaining("thrown by the task")
          .hasMessageContaining("RP-410");
      assertStillRuns(pool);
    }
  }

  @Test
  void initializerAndGlobalsAreScreened() {
    MpiPoolExecutorBuilder globals =
        builder().maxWorkers(1).serialFilter(PATTERN).globals(Map.of("x", new Unlisted(1)));
    try (MpiPoolExecutor pool = globals.build()) {
      assertThatThrownBy(() -> pool.submit(() -> 1).get())
          .hasCauseInstanceOf(BrokenPoolException.class)
          .hasMessageContaining("RP-410: " + HERE + "$Unlisted");
    }
    MpiPoolExecutorBuilder initializer =
        builder().maxWorkers(1).serialFilter(PATTERN).initializer(x -> {}, new Unlisted(1));
    try (MpiPoolExecutor pool = initializer.build()) {
      assertThatThrownBy(() -> pool.submit(() -> 1).get())
          .hasCauseInstanceOf(BrokenPoolException.class)
          .hasMessageContaining("RP-410: " + HERE + "$Unlisted");
    }
  }

  @Test
  void whatRankpoolAddsNeedsNoEntry() throws Exception {
    MpiPoolExecutorBuilder builder =
        builder()
            .maxWorkers(2)
            .serialFilter(PATTERN)
            .initializer(() -> {})
            .globals(new HashMap<>(Map.of("listed", new Listed(List.of(1)))));
    try (MpiPoolExecutor pool = builder.build()) {
      assertThat(pool.submit(() -> Workers.global("listed")).get())
          .isEqualTo(new Listed(List.of(1)));
      assertThat(pool.submit((a, b) -> a + b, 1, 2).get()).isEqualTo(3);
      assertThat(pool.map(x -> x + 1, List.of(1, 2, 3)).toList()).containsExactly(2, 3, 4);
      assertThat(pool.map((a, b) -> a * b, List.of(1, 2), List.of(3, 4)).toList())
          .containsExactly(3, 8);
      assertThat(pool.submit(() -> new double[100_000]).get()).hasSize(100_000);
      assertThat(pool.submit(Arrays::hashCode, new int[20_000]).get()).isNotZero();
      pool.submit(() -> {}).get();
    }
  }

  @Test
  void objectsThatRanksSendEachOtherAreScreened() throws Exception {
    try (MpiPoolExecutor pool = pool()) {
      assertThat(
              pool.submitParallel(2, ranks -> ranks.broadcast(new Listed(ranks.rank()), 0)).get())
          .containsExactly(new Listed(0), new Listed(0));
      assertThatThrownBy(
              () ->
                  pool.submitParallel(2, ranks -> ranks.broadcast(new Unlisted(1), 0) != null)
                      .get())
          .hasMessageContaining("RP-225")
          .hasMessageContaining("RP-410: " + HERE + "$Unlisted");
      assertStillRuns(pool);
    }
  }

  @Test
  void poolsWithoutAFilterGoOnTakingAll() throws Exception {
    try (MpiPoolExecutor strict = pool();
        MpiPoolExecutor free = builder().maxWorkers(1).build()) {
      assertThatThrownBy(() -> strict.submit(() -> new Unlisted(1)).get())
          .hasMessageContaining("RP-410");
      assertThat(free.submit(() -> new Unlisted(1)).get()).isEqualTo(new Unlisted(1));
    }
  }

  @Test
  void whatIsNoFilterIsRefusedAtOnce() {
    assertThatThrownBy(() -> builder().serialFilter("maxdepth=deep"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-411: 'maxdepth=deep' (given to serialFilter)");
  }
}
