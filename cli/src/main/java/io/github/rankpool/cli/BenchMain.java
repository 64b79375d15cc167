package io.github.rankpool.cli;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.cli.Figure.Measure;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/**
 * Measures one backend in a JVM of its own. Each line that it prints for {@link Bench} is {@link
 * #MARK}, a word and, behind a blank, what the word is about.
 */
public final class BenchMain {
  static final String MARK = "rankpool-bench ";

  /** Of the {@link Measure} that begins. */
  static final String STEP = "step";

  /** Of a {@link Figure}. */
  static final String FIGURE = "figure";

  /** Of the reason for an early end. */
  static final String FAILURE = "failure";

  /** All was measured. */
  static final String DONE = "done";

  private static final int NEXT_STARTS = 5;

  private final String backend;
  private final int workers;
  private final Duration time;
  private final Sampler sampler = new Sampler(System::nanoTime);

  private BenchMain(String backend, int workers, Duration time) {
    this.backend = backend;
    this.workers = workers;
    this.time = time;
  }

  /**
   * Measures, and ends the JVM.
   *
   * @param args name of the backend, number of workers, seconds
   */
  public static void main(String[] args) {
    BenchMain bench =
        new BenchMain(
            args[0], Integer.parseInt(args[1]), Duration.ofSeconds(Integer.parseInt(args[2])));
    System.exit(bench.run());
  }

  /** Whatever goes wrong is for the command to tell. */
  private int run() {
    try {
      measureFirstPool();
      measureStarts();
      measureZeroCopy();
    } catch (Throwable e) {
      tell(FAILURE, BriefFailure.of(e).orElseGet(() -> trace(e)));
      return Verdict.FAILURE;
    }
    tell(DONE, "");
    return Verdict.SUCCESS;
  }

  private static String trace(Throwable failure) {
    failure.printStackTrace();
    return failure.toString();
  }

  private void measureFirstPool() {
    try (MpiPoolExecutor pool = pool(false)) {
      begin(Measure.FIRST_START);
      end(Measure.FIRST_START, startMillis(pool));
      BenchLoad load = new BenchLoad(pool);
      sample(Measure.LATENCY, 0.2, load::latencyMicros);
      sample(Measure.SUBMIT, 0.25, load::submittedPerSecond);
      sample(Measure.MAP, 0.25, load::mappedPerSecond);
      sample(Measure.COPIED, 0.15, load.bandwidth());
    }
  }

  private void measureStarts() {
    begin(Measure.NEXT_START);
    double[] millis = new double[NEXT_STARTS];
    for (int i = 0; i < millis.length; i++) {
      try (MpiPoolExecutor pool = pool(false)) {
        millis[i] = startMillis(pool);
      }
    }
    end(Measure.NEXT_START, millis);
  }

  private void measureZeroCopy() {
    try (MpiPoolExecutor pool = pool(true)) {
      pool.bootup();
      sample(Measure.ZERO_COPY, 0.15, new BenchLoad(pool).bandwidth());
    }
  }

  private MpiPoolExecutor pool(boolean zeroCopy) {
    return MpiPoolExecutor.builder()
        .backend(backend)
        .maxWorkers(workers)
        .zeroCopy(zeroCopy)
        .build();
  }

  private static double startMillis(MpiPoolExecutor pool) {
    return BenchLoad.nanos(pool::bootup) / (double) TimeUnit.MILLISECONDS.toNanos(1);
  }

  private void sample(Measure measure, double partOfTime, DoubleSupplier measurement) {
    begin(measure);
    Duration part = Duration.ofNanos((long) (time.toNanos() * partOfTime));
    end(measure, sampler.sample(part, measurement));
  }

  private static void begin(Measure measure) {
    tell(STEP, measure.name());
  }

  private static void end(Measure measure, double... samples) {
    tell(FIGURE, Figure.of(measure, samples).format());
  }

  private static void tell(String word, String about) {
    System.out.println(MARK + word + " " + about.replaceAll("\\s+", " "));
  }
}
