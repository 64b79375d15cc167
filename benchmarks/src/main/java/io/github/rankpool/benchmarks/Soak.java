package io.github.rankpool.benchmarks;

import io.github.rankpool.MpiPoolExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;

/**
 * Keeps a pool at full load for long, and looks whether its processes grow: {@code BACKEND SECONDS
 * FOLDER}.
 */
public final class Soak {
  private static final int WORKERS = 2;
  private static final int FEEDERS = 2;
  private static final int OPEN_TASKS = 64;
  private static final int SAMPLE_SECONDS = 5;
  private static final int LARGE_ONE_IN = 50;

  /** What warms up is not compared. */
  private static final double WARM_UP_SHARE = 0.2;

  private final MpiPoolExecutor pool;
  private final AtomicLong tasks = new AtomicLong();
  private final List<Sample> samples = new ArrayList<>();
  private volatile boolean over;

  /** What was seen at one time: master first, then the workers by rank. */
  private record Sample(double seconds, double tasksPerSecond, List<ProcessState> processes) {}

  /** What is looked at, and what does not count as growth: a share and an amount. */
  private record Measure(
      String title, ToDoubleFunction<ProcessState> of, double share, double amount) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("heap after a collection, MiB", ProcessState::heapMiB, 0.1, 4),
          new Measure("resident memory, MiB", ProcessState::residentMiB, 0.1, 16),
          new Measure("threads", ProcessState::threads, 0, 2),
          new Measure("open file descriptors", ProcessState::files, 0, 2));

  private Soak(MpiPoolExecutor pool) {
    this.pool = pool;
  }

  /**
   * Writes {@code soak.csv} and {@code soak.svg}, and prints what has grown. Exit status 0 if
   * nothing has, and all results were right.
   *
   * @param args name of the backend, how long in seconds, and a folder for the results
   * @throws Exception if a task has another end than it should
   */
  public static void main(String[] args) throws Exception {
    double seconds = Double.parseDouble(args[1]);
    Path folder = Files.createDirectories(Path.of(args[2]));
    boolean flat;
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder().backend(args[0]).maxWorkers(WORKERS).build()) {
      Soak soak = new Soak(pool);
      soak.run(seconds);
      soak.write(folder, args[0]);
      flat = soak.tellGrowth();
    }
    System.exit(flat ? 0 : 1);
  }

  private void run(double seconds) throws Exception {
    List<CompletableFuture<Void>> feeders = new ArrayList<>();
    for (int i = 0; i < FEEDERS; i++) {
      feeders.add(CompletableFuture.runAsync(this::feed, task -> new Thread(task, "soak").start()));
    }
    try {
      long begin = System.nanoTime();
      long before = 0;
      double last = 0;
      while (last < seconds && feeders.stream().noneMatch(CompletableFuture::isDone)) {
        TimeUnit.SECONDS.sleep(SAMPLE_SECONDS);
        long done = tasks.get();
        double now = Measurement.secondsSince(begin);
        samples.add(new Sample(now, (done - before) / (now - last), look()));
        before = done;
        last = now;
      }
    } finally {
      over = true;
    }
    feeders.forEach(CompletableFuture::join);
  }

  private List<ProcessState> look() throws IOException {
    List<ProcessState> states = new ArrayList<>(List.of(ProcessState.here()));
    if (!pool.backend().equals("threads")) {
      states.addAll(pool.submitParallel(WORKERS, ranks -> ProcessState.here()).join());
    }
    return states;
  }

  /** Tiny tasks, some with a KiB, some that throw, and now and then a MiB. */
  private void feed() {
    Queue<CompletableFuture<Boolean>> open = new ArrayDeque<>();
    for (int number = 0; !over; number++) {
      open.add(number % LARGE_ONE_IN == 0 ? echo(new byte[1 << 20]) : small(number));
      if (open.size() >= OPEN_TASKS) {
        take(open.remove());
      }
    }
    open.forEach(this::take);
  }

  private void take(CompletableFuture<Boolean> task) {
    if (!task.join()) {
      throw new IllegalStateException("a task has the result of another one");
    }
    tasks.incrementAndGet();
  }

  private CompletableFuture<Boolean> small(int number) {
    return switch (number % 4) {
      case 0 -> echo(new byte[1 << 10]);
      case 1 -> pool.submit(Soak::fail, number).handle((value, failure) -> failure != null);
      default -> pool.submit(value -> value + 1, number).thenApply(value -> value == number + 1);
    };
  }

  private CompletableFuture<Boolean> echo(byte[] bytes) {
    return pool.submit(array -> array, bytes).thenApply(copy -> Arrays.equals(copy, bytes));
  }

  private static boolean fail(int number) {
    throw new IllegalStateException("on purpose, task " + number);
  }

  private static String name(int process) {
    return process == 0 ? "master" : "worker " + (process - 1);
  }

  private void write(Path folder, String backend) throws IOException {
    StringBuilder csv =
        new StringBuilder("seconds,process,pid,heap_mib,rss_mib,threads,files,tasks_per_second\n");
    for (Sample sample : samples) {
      for (int i = 0; i < sample.processes().size(); i++) {
        ProcessState state = sample.processes().get(i);
        csv.append(
            String.format(
                Locale.ROOT,
                "%.1f,%s,%d,%.2f,%.1f,%d,%d,%.0f%n",
                sample.seconds(),
                name(i),
                state.pid(),
                state.heapMiB(),
                state.residentMiB(),
                state.threads(),
                state.files(),
                sample.tasksPerSecond()));
      }
    }
    Files.writeString(folder.resolve("soak.csv"), csv);
    SoakPlot plot =
        new SoakPlot(
            "A pool of " + WORKERS + " workers at full load, backend " + backend,
            samples.get(samples.size() - 1).seconds());
    for (Measure measure : MEASURES) {
      Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
      for (Sample sample : samples) {
        for (int i = 0; i < sample.processes().size(); i++) {
          lines
              .computeIfAbsent(name(i), process -> new TreeMap<>())
              .put(sample.seconds(), measure.of.applyAsDouble(sample.processes().get(i)));
        }
      }
      plot.panel(measure.title, lines);
    }
    Map<Double, Double> pace = new TreeMap<>();
    samples.forEach(sample -> pace.put(sample.seconds(), sample.tasksPerSecond()));
    plot.panel("tasks per second", Map.of("all", pace));
    Files.writeString(folder.resolve("soak.svg"), plot.finish());
  }

  private boolean tellGrowth() {
    List<Sample> warm = samples.subList((int) (samples.size() * WARM_UP_SHARE), samples.size());
    int third = Math.max(1, warm.size() / 3);
    boolean flat = true;
    for (Measure measure : MEASURES) {
      for (int i = 0; i < warm.get(0).processes().size(); i++) {
        int process = i;
        ToDoubleFunction<Sample> of = s -> measure.of.applyAsDouble(s.processes().get(process));
        double first = median(warm.subList(0, third), of);
        double last = median(warm.subList(warm.size() - third, warm.size()), of);
        boolean grows = last > first * (1 + measure.share) + measure.amount;
        flat &= !grows;
        System.out.printf(
            Locale.ROOT,
            "%-9s %-36s %8.1f -> %8.1f  %s%n",
            name(i),
            measure.title,
            first,
            last,
            grows ? "GROWS" : "flat");
      }
    }
    System.out.printf("%d tasks, %s%n", tasks.get(), flat ? "all flat" : "something grows");
    return flat;
  }

  private static double median(List<Sample> some, ToDoubleFunction<Sample> of) {
    return Statistics.of(some.stream().mapToDouble(of).toArray()).median();
  }
}
