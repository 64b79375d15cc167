package io.github.rankpool.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.WorkerLostException;
import io.github.rankpool.Workers;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The meters of a pool of threads. */
class MetricsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z.]+)` \\| (\\w+) \\| (?:`(\\w+)`)? ?\\| (\\w+) \\|.*");
  private static final long TASK_NANOS = TimeUnit.MILLISECONDS.toNanos(30);
  private static final double TASK_SECONDS = 0.03;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MpiPoolExecutor pool =
      MpiPoolExecutor.builder().backend("threads").maxWorkers(2).build();
  private final RankpoolMetrics metrics =
      new RankpoolMetrics(pool, "test", Tags.of("site", "here"));

  MetricsTest() {
    metrics.bindTo(registry);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private static int busyFor(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return 1;
  }

  private static int fail() {
    throw new IllegalStateException("as it should");
  }

  private double counted(String name, String... tags) {
    return registry.get(name).tags(tags).functionCounter().count();
  }

  private void runSomeTasks() {
    pool.submit(() -> busyFor(TASK_NANOS)).join();
    pool.submit(() -> busyFor(TASK_NANOS)).join();
    assertThatThrownBy(pool.submit(MetricsTest::fail)::join).isInstanceOf(Exception.class);
  }

  @Test
  void tasksAreCountedByOutcomeAndTimed() {
    runSomeTasks();

    await().until(() -> counted("rankpool.tasks", "outcome", "failed") == 1);
    assertThat(counted("rankpool.tasks", "outcome", "completed")).isEqualTo(2);
    assertThat(counted("rankpool.tasks.submitted")).isEqualTo(3);
    assertThat(counted("executor.completed")).isEqualTo(3);
    for (String timer : List.of("executor", "rankpool.task.run")) {
      assertThat(registry.get(timer).functionTimer().count()).isEqualTo(3);
      assertThat(registry.get(timer).functionTimer().totalTime(TimeUnit.SECONDS))
          .isGreaterThanOrEqualTo(2 * TASK_SECONDS);
    }
    assertThat(registry.get("executor.idle").functionTimer().count()).isEqualTo(3);
    assertThat(counted("rankpool.encoding")).isPositive();
    assertThat(counted("rankpool.decoding")).isPositive();
  }

  @Test
  void tasksAreCountedByHowLongTheyRanAtMost() {
    runSomeTasks();

    for (String histogram :
        List.of("rankpool.task.run.histogram", "rankpool.task.wait.histogram")) {
      assertThat(counted(histogram, "le", "+Inf")).isEqualTo(3);
    }
    assertThat(counted("rankpool.task.run.histogram", "le", "0.02097152")).isEqualTo(1);
    assertThat(counted("rankpool.task.run.histogram", "le", "4398.046511104")).isEqualTo(3);
  }

  @Test
  void workersTellOfTheirTimeWhileTheyWorkAndIdle() {
    runSomeTasks();

    await().until(() -> counted("rankpool.busy") >= 2 * TASK_SECONDS);
    await().until(() -> counted("rankpool.idle") >= 2 * TASK_SECONDS);
    double idle = counted("rankpool.worker.idle", "worker", "0");
    await().until(() -> counted("rankpool.worker.idle", "worker", "0") > idle);
    await()
        .until(
            () ->
                counted("rankpool.worker.tasks", "worker", "0")
                        + counted("rankpool.worker.tasks", "worker", "1")
                    == 3);
  }

  @Test
  void metersOfWorkersComeWithTheWorkersAndAllGoWithTheBinder() {
    assertThat(registry.find("rankpool.worker.busy").meters()).isEmpty();
    assertThat(registry.get("executor.pool.size").gauge().value()).isZero();
    pool.bootup();

    await().until(() -> registry.find("rankpool.worker.busy").meters().size() == 2);
    await().until(() -> registry.get("executor.pool.size").gauge().value() == 2);
    metrics.close();
    assertThat(registry.getMeters()).isEmpty();
    pool.submit(() -> 1).join();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void metersOfALostWorkerGoAndThoseOfTheOneThatComesInsteadAreThere() {
    try (MpiPoolExecutor mended =
            MpiPoolExecutor.builder()
                .backend("threads")
                .maxWorkers(2)
                .replaceLostWorkers(1)
                .build();
        RankpoolMetrics itsMetrics = new RankpoolMetrics(mended, "mended", Tags.empty())) {
      itsMetrics.bindTo(registry);
      mended.bootup();
      await().untilAsserted(() -> assertThat(workersWithMeters()).containsExactly("0", "1"));
      assertThatThrownBy(mended.submit(MetricsTest::endThisWorker)::join)
          .hasCauseInstanceOf(WorkerLostException.class);

      await()
          .untilAsserted(
              () ->
                  assertThat(workersWithMeters()).hasSize(2).contains("2").containsAnyOf("0", "1"));
      assertThat(
              registry.get("rankpool.workers.lost").tag("name", "mended").functionCounter().count())
          .isEqualTo(1);
    }
  }

  /** The thread that owns a rank's MPI does not survive an interrupt. */
  private static int endThisWorker() throws InterruptedException {
    String rank = "rankpool-rank-\\d+-" + Workers.rank();
    Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches(rank))
        .forEach(Thread::interrupt);
    new CountDownLatch(1).await();
    return 0;
  }

  private Set<String> workersWithMeters() {
    Map<String, Long> meters =
        registry.getMeters().stream()
            .map(Meter::getId)
            .filter(id -> "mended".equals(id.getTag("name")) && id.getTag("worker") != null)
            .collect(Collectors.groupingBy(id -> id.getTag("worker"), Collectors.counting()));
    // All or none.
    assertThat(Set.copyOf(meters.values())).hasSizeLessThan(2);
    return new TreeSet<>(meters.keySet());
  }

  @Test
  void allMetersGoWithThePool() {
    pool.submit(() -> 1).join();
    pool.close();

    await().untilAsserted(() -> assertThat(registry.getMeters()).isEmpty());
  }

  @Test
  void aPoolThatHasEndedHasNoMeters() {
    pool.close();
    new RankpoolMetrics(pool, "late", Tags.empty()).bindTo(registry);

    await().untilAsserted(() -> assertThat(registry.getMeters()).isEmpty());
  }

  @Test
  void theTableInTheDocumentationIsThatOfTheMeters() throws IOException {
    pool.bootup();
    await().until(() -> !registry.find("rankpool.worker.silence").meters().isEmpty());
    Set<String> expected = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        String tag = row.group(3) == null ? "" : row.group(3);
        expected.add(String.join(" ", row.group(1), row.group(2), "(" + tag + ")", row.group(4)));
      }
    }

    assertThat(new TreeSet<>(registry.getMeters().stream().map(MetricsTest::row).toList()))
        .isEqualTo(expected);
    assertThat(registry.getMeters())
        .allSatisfy(
            meter -> {
              assertThat(meter.getId().getDescription()).isNotBlank();
              assertThat(meter.getId().getTag("name")).isEqualTo("test");
              assertThat(meter.getId().getTag("backend")).isEqualTo("threads");
              assertThat(meter.getId().getTag("site")).isEqualTo("here");
            });
  }

  private static String row(Meter meter) {
    Meter.Id id = meter.getId();
    String tag =
        Stream.of("worker", "outcome", "le")
            .filter(each -> id.getTag(each) != null)
            .findFirst()
            .orElse("");
    String kind = id.getType().name().toLowerCase(Locale.ROOT);
    return String.join(" ", id.getName(), kind, "(" + tag + ")", String.valueOf(id.getBaseUnit()));
  }
}
