package io.github.rankpool.metrics.prometheus;

import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.cli.Exposition;
import io.github.rankpool.testkit.Watchdog;
import java.util.ServiceLoader;
import java.util.function.Predicate;
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

  /** Meters that are read in one moment share a look at the pool, and go away behind its end. */
  private void awaitText(Predicate<String> expected) {
    await().until(exposition::text, expected);
  }

  @Test
  void eachPoolIsTalliedByItselfUntilItEnds() {
    try (MpiPoolExecutor first = followed()) {
      first.submit(() -> 1).join();
      try (MpiPoolExecutor second = followed()) {
        second.submit(() -> 1).join();
        second.submit(() -> 2).join();

        awaitText(text -> text.contains(tasks("pool-1", 1)) && text.contains(tasks("pool-2", 2)));
      }
      awaitText(text -> text.contains(tasks("pool-1", 1)) && !text.contains("pool-2"));
    }
    awaitText(text -> !text.contains("pool-1"));
  }
}
