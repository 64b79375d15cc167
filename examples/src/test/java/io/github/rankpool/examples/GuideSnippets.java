package io.github.rankpool.examples;

import io.github.rankpool.MapOptions;
import io.github.rankpool.MpiCommExecutor;
import io.github.rankpool.MpiCommunicator;
import io.github.rankpool.MpiFutures;
import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.RemoteStackTrace;
import io.github.rankpool.ReturnWhen;
import io.github.rankpool.TaskOptions;
import io.github.rankpool.Tuple2;
import io.github.rankpool.WaitResult;
import io.github.rankpool.Workers;
import io.github.rankpool.report.ProgressBar;
import io.github.rankpool.report.RunRecorder;
import io.github.rankpool.spi.ReduceOp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The code of docs/guide.md. {@link GuideTest} runs it, and holds it and the guide together. */
final class GuideSnippets {
  private GuideSnippets() {}

  // The bar shows by itself.
  @SuppressWarnings("try")
  static void looking(MpiPoolExecutor pool, Path folder) throws IOException {
    try (RunRecorder recorder = RunRecorder.of(pool);
        ProgressBar bar = ProgressBar.of(pool)) {
      pool.map(Math::sqrt, List.of(1.0, 4.0, 9.0)).forEach(System.out::println);
      recorder.writeHtml(folder.resolve("run.html"));
      recorder.writeTrace(folder.resolve("run.json"));
    }
  }

  static double tasks(MpiPoolExecutor pool) throws Exception {
    double radius = 2;
    CompletableFuture<Double> area = pool.submit(() -> Math.PI * radius * radius);
    CompletableFuture<Integer> length = pool.submit(String::length, "seven");
    CompletableFuture<Double> power = pool.submit(Math::pow, 2.0, 10.0);
    CompletableFuture<?> greeting = pool.submit(() -> System.out.println("on a worker"));

    System.out.println(area.get() + length.get() + power.get());
    greeting.get();
    return power.get();
  }

  static double limits(MpiPoolExecutor pool) throws Exception {
    TaskOptions bounded =
        TaskOptions.defaults()
            .retries(2)
            .timeout(Duration.ofMinutes(10))
            .endWorkerAfter(Duration.ofSeconds(30));
    CompletableFuture<Double> root = pool.with(bounded).submit(Math::sqrt, 2.0);
    return root.get();
  }

  static List<Double> maps(MpiPoolExecutor pool) {
    List<Double> numbers = List.of(1.0, 4.0, 9.0);
    pool.map(Math::sqrt, numbers).forEach(System.out::println);
    pool.map(Math::pow, numbers, List.of(1.0, 2.0, 3.0)).forEach(System.out::println);
    pool.starmap(Math::pow, List.of(Tuple2.of(2.0, 5.0))).forEach(System.out::println);

    MapOptions options =
        MapOptions.defaults().chunkSize(100).unordered().timeout(Duration.ofMinutes(5));
    double sum = pool.map(Math::sqrt, numbers, options).mapToDouble(root -> root).sum();
    return List.of(sum);
  }

  static List<Integer> endlessMap(MpiPoolExecutor pool) {
    List<Integer> found = new ArrayList<>();
    Stream<Integer> naturals = Stream.iterate(1, n -> n + 1);
    MapOptions options = MapOptions.defaults().bufferSize(64);
    try (Stream<Integer> squares = pool.map(n -> n * n, naturals, options)) {
      squares.takeWhile(square -> square < 100).forEach(found::add);
    }
    return found;
  }

  static int waiting(MpiPoolExecutor pool) throws Exception {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      futures.add(pool.submit(n -> n * n, i));
    }

    WaitResult<CompletableFuture<Integer>> first =
        MpiFutures.waitFor(futures, ReturnWhen.FIRST_COMPLETED, Duration.ofSeconds(30));
    System.out.println(first.done().size() + " done, " + first.notDone().size() + " not yet");

    MpiFutures.asCompleted(futures).forEach(future -> System.out.println(future.join()));
    return first.done().size();
  }

  static String combining(MpiPoolExecutor pool) {
    List<CompletableFuture<Integer>> futures = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      futures.add(pool.submit(n -> n * n, i));
    }

    CompletableFuture<List<Integer>> all = MpiFutures.collect(futures);
    CompletableFuture<String> text =
        MpiFutures.compose(
            all,
            squares -> "the last is " + squares.get(squares.size() - 1),
            failure -> "no squares: " + failure.getMessage());
    System.out.println(text.join());
    return text.join();
  }

  static double parallel(MpiPoolExecutor pool) {
    CompletableFuture<List<Double>> norms =
        pool.submitParallel(
            2,
            ranks -> {
              double[] part = {ranks.rank() + 1.0, 2.0};
              double sum = 0;
              for (double value : part) {
                sum += value * value;
              }
              return Math.sqrt(ranks.allReduce(sum, ReduceOp.SUM));
            });
    double norm = norms.join().get(0);
    System.out.println(norm);
    return norm;
  }

  static long communicator(MpiPoolExecutor pool) {
    List<CompletableFuture<Long>> tasks = new ArrayList<>();
    int workers = pool.workerCount();
    for (int i = 0; i < workers; i++) {
      tasks.add(
          pool.submit(
              () -> {
                MpiCommunicator all = Workers.communicator();
                all.barrier();
                long[] mine = {all.rank(), 1};
                return all.longs().allReduce(mine, ReduceOp.SUM)[1];
              }));
    }
    return MpiFutures.collect(tasks).join().get(0);
  }

  static String globals() {
    double[] mesh = {0, 0.5, 1};
    try (MpiPoolExecutor pool =
        MpiPoolExecutor.builder()
            .maxWorkers(2)
            .globals(Map.of("mesh", mesh))
            .initializer(() -> System.out.println("ready: worker " + Workers.rank()))
            .build()) {
      return pool.submit(
              () -> {
                double[] shared = Workers.global("mesh");
                return shared.length + " points on worker " + Workers.rank();
              })
          .join();
    }
  }

  static @Nullable Throwable errors(MpiPoolExecutor pool) throws InterruptedException {
    try {
      pool.submit(Integer::parseInt, "seven").get();
      return new AssertionError();
    } catch (ExecutionException e) {
      Throwable thrown = e.getCause(); // the NumberFormatException itself
      if (thrown != null && thrown.getCause() instanceof RemoteStackTrace trace) {
        System.err.println("worker " + trace.workerRank() + " on " + trace.host());
      }
      return thrown;
    }
  }

  static MpiPoolExecutor processes() {
    return MpiPoolExecutor.builder()
        .maxWorkers(16)
        .jvmArgs(List.of("-Xmx4g"))
        .env(Map.of("OMP_NUM_THREADS", "1"))
        .workDir(Path.of("/scratch"))
        .mpiInfo(Map.of("hostfile", "hosts.txt"))
        .build();
  }

  static int everyRankRunsThis() {
    int[] sum = {0};
    MpiCommExecutor.open(MpiCommunicator.world(), 0)
        .ifPresent(
            pool -> {
              try (pool) {
                sum[0] = pool.map(n -> n * n, List.of(1, 2, 3)).mapToInt(n -> n).sum();
              }
            });
    // All ranks come here, once the root has closed the pool.
    return sum[0];
  }
}
