package io.github.rankpool.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** Registers meters that read snapshots, and remembers them. */
final class SnapshotMeters {
  static final double NANOS_PER_SECOND = 1e9;

  private final MeterRegistry registry;
  private final Snapshots snapshots;
  private final List<Meter> all = new ArrayList<>();

  SnapshotMeters(MeterRegistry registry, Snapshots snapshots) {
    this.registry = registry;
    this.snapshots = snapshots;
  }

  List<Meter> all() {
    return all;
  }

  void counter(
      String name, Tags tags, String unit, String description, ToDoubleFunction<Snapshots> figure) {
    all.add(
        FunctionCounter.builder(name, snapshots, figure)
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(registry));
  }

  void gauge(
      String name, Tags tags, String unit, String description, ToDoubleFunction<Snapshots> figure) {
    all.add(
        Gauge.builder(name, snapshots, figure)
            .tags(tags)
            .baseUnit(unit)
            .description(description)
            .register(registry));
  }

  void timer(
      String name,
      Tags tags,
      String description,
      ToLongFunction<Snapshots> count,
      ToDoubleFunction<Snapshots> nanos) {
    all.add(
        FunctionTimer.builder(name, snapshots, count, nanos, TimeUnit.NANOSECONDS)
            .tags(tags)
            .description(description)
            .register(registry));
  }
}
