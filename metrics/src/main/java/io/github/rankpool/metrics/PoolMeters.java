package io.github.rankpool.metrics;

import io.github.rankpool.Durations;
import io.github.rankpool.PoolStatistics;
import io.github.rankpool.PoolStatistics.Tasks;
import io.github.rankpool.PoolStatistics.Traffic;
import io.github.rankpool.WorkerStatistics.Sleeps;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Registers the meters that a pool has as a whole. */
final class PoolMeters {
  private final Tags tags;
  private final Snapshots snapshots;
  private final SnapshotMeters meters;

  private PoolMeters(MeterRegistry registry, Tags tags, Snapshots snapshots) {
    this.tags = tags;
    this.snapshots = snapshots;
    this.meters = new SnapshotMeters(registry, snapshots);
  }

  /** Registers them all. */
  static List<Meter> register(MeterRegistry registry, Tags tags, Snapshots snapshots) {
    PoolMeters meters = new PoolMeters(registry, tags, snapshots);
    meters.registerExecutor();
    meters.registerTasks();
    meters.registerWorkers();
    meters.registerTraffic();
    meters.registerDurations();
    return meters.meters.all();
  }

  /** What Micrometer registers for executors of the JDK. */
  private void registerExecutor() {
    counter(
        "executor.completed",
        "tasks",
        "Tasks that have ended, but for cancelled ones",
        PoolMeters::ended);
    gauge("executor.active", "threads", "Workers that run a task", tasks(Tasks::running));
    gauge("executor.queued", "tasks", "Tasks that no worker runs yet", tasks(Tasks::queued));
    gauge(
        "executor.queue.remaining",
        "tasks",
        "Tasks that may be submitted before submit waits",
        PoolStatistics::queueRemaining);
    gauge("executor.pool.size", "threads", "Workers there are", PoolStatistics::workersNow);
    gauge(
        "executor.pool.core",
        "threads",
        "Workers there were at first",
        PoolStatistics::workersAtFirst);
    gauge(
        "executor.pool.max",
        "threads",
        "Workers there can be at the same time",
        PoolStatistics::workersAtFirst);
  }

  private static double ended(PoolStatistics pool) {
    return pool.tasks().completed() + pool.tasks().failed();
  }

  private void registerTasks() {
    counter("rankpool.tasks.submitted", "tasks", "Tasks submitted", tasks(Tasks::submitted));
    outcome("completed", Tasks::completed);
    outcome("failed", counts -> counts.failed() - counts.lost() - counts.timedOut());
    outcome("lost", Tasks::lost);
    outcome("timed_out", Tasks::timedOut);
    outcome("cancelled", Tasks::cancelled);
    counter(
        "rankpool.tasks.retried",
        "tasks",
        "Times that a task was queued again, as its worker was lost",
        tasks(Tasks::retried));
  }

  private void outcome(String outcome, ToDoubleFunction<Tasks> figure) {
    counter(
        "rankpool.tasks",
        tags.and("outcome", outcome),
        "tasks",
        "Tasks that have ended",
        tasks(figure));
  }

  private void registerWorkers() {
    gauge("rankpool.workers", "workers", "Workers there are", PoolStatistics::workersNow);
    counter("rankpool.workers.lost", "workers", "Workers lost", PoolStatistics::workersLost);
    seconds(
        "rankpool.busy",
        "Time that workers have spent on tasks, in sum",
        pool -> pool.work().busyNanos());
    seconds(
        "rankpool.idle",
        "Time that workers have waited for tasks, in sum",
        pool -> pool.work().idleNanos());
    sleeps(
        "rankpool.backoff",
        "Sleeps of the workers' communication threads, in sum",
        pool -> pool.work().backoff());
    sleeps(
        "rankpool.master.backoff",
        "Sleeps of this process's communication thread",
        PoolStatistics::masterBackoff);
  }

  private void registerTraffic() {
    traffic("rankpool.frames.sent", "frames", "Frames sent to workers", Traffic::framesSent);
    traffic("rankpool.frames.received", "frames", "Frames from workers", Traffic::framesReceived);
    traffic("rankpool.bytes.sent", "bytes", "Bytes sent to workers", Traffic::bytesSent);
    traffic("rankpool.bytes.received", "bytes", "Bytes from workers", Traffic::bytesReceived);
    traffic(
        "rankpool.bytes.out.of.band",
        "bytes",
        "Bytes sent and received beside frames",
        Traffic::outOfBandBytes);
    seconds(
        "rankpool.encoding",
        "Time that this process has spent on encoding tasks",
        pool -> pool.traffic().encodingNanos());
    seconds(
        "rankpool.decoding",
        "Time that this process has spent on decoding results",
        pool -> pool.traffic().decodingNanos());
  }

  private void registerDurations() {
    String waits = "How long tasks waited until they were handed to the worker that has run them";
    durations("executor.idle", waits, PoolStatistics::waits);
    durations("rankpool.task.wait", waits, PoolStatistics::waits);
    histogram(
        "rankpool.task.wait.histogram", "Tasks that waited so long at most", PoolStatistics::waits);
    String runs = "How long tasks ran, by the workers' clocks";
    durations("executor", runs, PoolStatistics::runs);
    durations("rankpool.task.run", runs, PoolStatistics::runs);
    histogram(
        "rankpool.task.run.histogram", "Tasks that ran so long at most", PoolStatistics::runs);
  }

  private void durations(
      String name, String description, Function<PoolStatistics, Durations> figure) {
    meters.timer(
        name,
        tags,
        description,
        each -> figure.apply(each.pool()).count(),
        each -> figure.apply(each.pool()).totalNanos());
  }

  /** As Micrometer has it for registries that know no histograms. */
  private void histogram(
      String name, String description, Function<PoolStatistics, Durations> figure) {
    List<Durations.UpTo> limits = figure.apply(snapshots.pool()).distribution();
    for (int i = 0; i < limits.size(); i++) {
      int which = i;
      counter(
          name,
          tags.and("le", seconds(limits.get(i).limitNanos())),
          "tasks",
          description,
          pool -> figure.apply(pool).distribution().get(which).count());
    }
  }

  private static String seconds(long limitNanos) {
    return limitNanos == Long.MAX_VALUE
        ? "+Inf"
        : BigDecimal.valueOf(limitNanos, 9).stripTrailingZeros().toPlainString();
  }

  private static ToDoubleFunction<PoolStatistics> tasks(ToDoubleFunction<Tasks> figure) {
    return pool -> figure.applyAsDouble(pool.tasks());
  }

  private void traffic(
      String name, String unit, String description, ToDoubleFunction<Traffic> figure) {
    counter(name, unit, description, pool -> figure.applyAsDouble(pool.traffic()));
  }

  private void seconds(String name, String description, ToDoubleFunction<PoolStatistics> nanos) {
    counter(
        name,
        "seconds",
        description,
        pool -> nanos.applyAsDouble(pool) / SnapshotMeters.NANOS_PER_SECOND);
  }

  private void counter(
      String name, String unit, String description, ToDoubleFunction<PoolStatistics> figure) {
    counter(name, tags, unit, description, figure);
  }

  private void counter(
      String name,
      Tags all,
      String unit,
      String description,
      ToDoubleFunction<PoolStatistics> figure) {
    meters.counter(name, all, unit, description, each -> figure.applyAsDouble(each.pool()));
  }

  private void gauge(
      String name, String unit, String description, ToDoubleFunction<PoolStatistics> figure) {
    meters.gauge(name, tags, unit, description, each -> figure.applyAsDouble(each.pool()));
  }

  private void sleeps(String name, String description, Function<PoolStatistics, Sleeps> figure) {
    meters.timer(
        name,
        tags,
        description,
        each -> figure.apply(each.pool()).count(),
        each -> figure.apply(each.pool()).nanos());
  }
}
