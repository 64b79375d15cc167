package io.github.rankpool.benchmarks;

import static io.github.rankpool.benchmarks.Contenders.MPI4PY;
import static io.github.rankpool.benchmarks.Contenders.MPI4PY_BEST;
import static io.github.rankpool.benchmarks.Contenders.RAW;
import static io.github.rankpool.benchmarks.Contenders.RAW_SHARED;
import static io.github.rankpool.benchmarks.Contenders.SHARED;
import static io.github.rankpool.benchmarks.Contenders.SPAWNED;
import static io.github.rankpool.benchmarks.Contenders.THREADS;
import static io.github.rankpool.benchmarks.Contenders.THREAD_POOL;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Rankpool wants to reach. */
final class Goals {
  private static final String SUBMIT = "throughput.submit";
  private static final String LATENCY = "latency.median";
  private static final long MIB = 1 << 20;
  private static final List<Long> LARGE = List.of(MIB, 4 * MIB, 16 * MIB, 64 * MIB);

  private Goals() {}

  /**
   * A goal beside what was reached.
   *
   * @param what the figure's name
   * @param atLeast whether more is better
   * @param limit the goal
   * @param reached the figure, empty if it was not measured
   * @param unit of both
   */
  record Goal(String what, boolean atLeast, double limit, Optional<Double> reached, String unit) {

    String verdict() {
      return reached
          .map(value -> (atLeast ? value >= limit : value <= limit) ? "met" : "missed")
          .orElse("not measured");
    }
  }

  static List<Goal> of(Figures figures, int cores) {
    List<Goal> goals = new ArrayList<>();
    goals.add(
        atLeast(
            "no-op tasks, submitted singly, 2 spawned workers, to mpi4py's default",
            100,
            ratio(figures.median(SPAWNED, 2, SUBMIT), figures.median(MPI4PY, 2, SUBMIT)),
            "x"));
    goals.add(
        atLeast("the same (stretch)", 1_000_000, figures.median(SPAWNED, 2, SUBMIT), "tasks/s"));
    goals.add(
        atLeast(
            "items of map, chunks of 1, same pool",
            1_000_000,
            figures.median(SPAWNED, 2, "throughput.map"),
            "tasks/s"));
    latency(goals, figures, "spawned", SPAWNED, RAW, 25);
    latency(goals, figures, "shared", SHARED, RAW_SHARED, 5);
    goals.add(echo(figures, "spawned", SPAWNED, RAW));
    goals.add(echo(figures, "shared", SHARED, RAW_SHARED));
    String largest = "echo.double." + 64 * MIB;
    goals.add(
        atLeast(
            "echo of 64 MiB of double, spawned, to mpi4py's best",
            2,
            ratio(figures.median(SPAWNED, 1, largest), figures.median(MPI4PY_BEST, 1, largest)),
            "x"));
    goals.add(
        atMost(
            "idle pool after 2 s, busiest process",
            0.01,
            Stream.of("idle.master.cores", "idle.worker.cores")
                .flatMap(name -> figures.statistics(new Figures.Key(SPAWNED, 2, name)).stream())
                .map(Statistics::max)
                .max(Double::compare),
            "cores"));
    goals.add(
        atMost(
            "latency of the next task after idling",
            1500,
            figures.median(SPAWNED, 2, "idle.next"),
            "us"));
    goals.add(
        atMost(
            "start to first result, 2 workers",
            0.8,
            figures.median(SPAWNED, 2, "start.wall"),
            "s"));
    goals.add(
        atMost(
            "mixed load, makespan to the bound",
            1.05,
            figures.median(SPAWNED, 2, "mixed.bound"),
            "x"));
    goals.add(
        atMost(
            "CPU-bound tasks on all cores, to plain threads",
            1.01,
            figures.median(SPAWNED, cores, "cpu.ratio"),
            "x"));
    goals.add(
        atLeast(
            "threads backend, no-op tasks, 2 workers",
            1_000_000,
            figures.median(THREADS, 2, SUBMIT),
            "tasks/s"));
    goals.add(
        atMost(
            "threads backend, latency to ThreadPoolExecutor's",
            2,
            ratio(figures.median(THREADS, 1, LATENCY), figures.median(THREAD_POOL, 1, LATENCY)),
            "x"));
    goals.add(
        atMost(
            "worker JVM idle, resident", 80, figures.median(SPAWNED, 2, "idle.worker.rss"), "MiB"));
    return goals;
  }

  private static void latency(
      List<Goal> goals, Figures figures, String way, String pool, String raw, double micros) {
    Optional<Double> median = figures.median(pool, 1, LATENCY);
    goals.add(
        atMost(
            "latency, 1 worker, " + way + ", to raw MPI's round trip",
            2.5,
            ratio(median, figures.median(raw, 1, LATENCY)),
            "x"));
    goals.add(atMost("latency, 1 worker, " + way, micros, median, "us"));
  }

  /** The worst of the large sizes counts, and only if all were measured. */
  private static Goal echo(Figures figures, String way, String pool, String raw) {
    List<Double> ratios =
        LARGE.stream()
            .flatMap(
                bytes ->
                    ratio(
                        figures.median(pool, 1, "echo.double." + bytes),
                        figures.median(raw, 1, "echo.raw." + bytes))
                        .stream())
            .toList();
    return atLeast(
        "echo of 1 to 64 MiB of double, " + way + ", to raw MPI, worst size",
        0.7,
        ratios.size() == LARGE.size() ? ratios.stream().min(Double::compare) : Optional.empty(),
        "x");
  }

  private static Optional<Double> ratio(Optional<Double> value, Optional<Double> reference) {
    return value.flatMap(v -> reference.map(r -> v / r));
  }

  private static Goal atLeast(String what, double limit, Optional<Double> reached, String unit) {
    return new Goal(what, true, limit, reached, unit);
  }

  private static Goal atMost(String what, double limit, Optional<Double> reached, String unit) {
    return new Goal(what, false, limit, reached, unit);
  }
}
