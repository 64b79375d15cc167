package io.github.rankpool.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.cli.Exposition;
import io.github.rankpool.testkit.Watchdog;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Watchdog.class)
class PrometheusExpositionTest {
  private final Exposition exposition = ServiceLoader.load(Exposition.class).findFirst().get();

  private MpiPoolExecutor followed() {
    MpiPoolExecutor pool = MpiPoolExecutor.builder().backend("threads").maxWorkers(1).build();
    exposition.follow(pool);
    return pool;
  }

  private static String tasks(String name, int completed) {
    return "rankpool_tasks_total{backend=\"threads\",name=\""
        + name
        + "\",outcome=\"completed\"} "
        + completed
        + ".0\n";
  }

  @Test
  void eachPoolIsTalliedByItselfUntilItEnds() {
    try (MpiPoolExecutor first = followed()) {
      first.submit(() -> 1).join();
      try (MpiPoolExecutor second = followed()) {
        second.submit(() -> 1).join();
        second.submit(() -> 2).join();

        // Meters that are read in one moment share a look at the pool.
        await()
            .untilAsserted(
                () ->
                    assertThat(exposition.text())
                        .contains(tasks("pool-1", 1), tasks("pool-2", 2)));
      }
      assertThat(exposition.text()).contains(tasks("pool-1", 1)).doesNotContain("pool-2");
    }
    assertThat(exposition.text()).doesNotContain("pool-1");
  }
}
