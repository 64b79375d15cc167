package io.github.rankpool.metrics;

import io.github.rankpool.TaskReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How long tasks wait and run, recorded task by task. Thread-safe. */
final class TaskTimers {
  private static final Duration SHORTEST = Duration.ofNanos(10_000);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final MeterRegistry registry;
  private final Timer execution;
  private final Timer idle;
  private final Timer run;
  private final Timer wait;

  TaskTimers(MeterRegistry registry, Tags tags) {
    this.registry = registry;
    this.execution =
        Timer.builder("executor")
            .tags(tags)
            .description("How long tasks ran, by the workers' clocks")
            .register(registry);
    this.idle =
        Timer.builder("executor.idle")
            .tags(tags)
            .description("How long tasks waited until they were handed to a worker")
            .register(registry);
    this.run =
        histogram("rankpool.task.run", tags)
            .description("How long tasks ran, by the workers' clocks")
            .register(registry);
    this.wait =
        histogram("rankpool.task.wait", tags)
            .description("How long tasks waited until they were handed to a worker")
            .register(registry);
  }

  private static Timer.Builder histogram(String name, Tags tags) {
    return Timer.builder(name)
        .tags(tags)
        .publishPercentileHistogram()
        .minimumExpectedValue(SHORTEST)
        .maximumExpectedValue(LONGEST);
  }

  void record(TaskReport report) {
    if (report.worker() < 0) {
      return;
    }
    long waitNanos = report.sentNanos() - report.submittedNanos();
    idle.record(waitNanos, TimeUnit.NANOSECONDS);
    wait.record(waitNanos, TimeUnit.NANOSECONDS);
    switch (report.outcome()) {
      case COMPLETED, FAILED, TIMED_OUT -> {
        execution.record(report.runNanos(), TimeUnit.NANOSECONDS);
        run.record(report.runNanos(), TimeUnit.NANOSECONDS);
      }
      case CANCELLED, LOST -> {}
    }
  }

  void remove() {
    List.of(execution, idle, run, wait).forEach(registry::remove);
  }
}
