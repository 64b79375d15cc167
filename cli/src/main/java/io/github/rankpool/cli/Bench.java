package io.github.rankpool.cli;

import io.github.rankpool.cli.Figure.Measure;
import io.github.rankpool.spi.Hindrance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One run of {@link BenchMain} in a child process. */
final class Bench {
  /** For all that takes no part of the time for measuring: starts and ends of pools. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final String backend;
  private final List<String> command;
  private final Duration limit;
  private final Consumer<Measure> progress;

  private final List<Figure> figures = new ArrayList<>();
  private final List<String> printed = new ArrayList<>();
  private String doing = "it started";
  private Optional<String> failure = Optional.empty();
  private boolean isDone;

  Bench(String backend, List<String> command, Duration limit, Consumer<Measure> progress) {
    this.backend = backend;
    this.command = command;
    this.limit = limit;
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param backend that was measured, or was to be
   * @param figures as far as it came
   * @param problem why it did not come to its end
   * @param printed by MPI or the JVM, if there is a problem
   */
  record Result(
      String backend, List<Figure> figures, Optional<Hindrance> problem, List<String> printed) {

    /** Of a backend that nobody has tried to measure. */
    static Result leftOut(String backend, Hindrance reason) {
      return new Result(backend, List.of(), Optional.of(reason), List.of());
    }
  }

  /**
   * Measures a backend.
   *
   * @param seconds of measuring
   * @param progress is told what is being measured, by another thread
   */
  static Result run(String backend, int workers, int seconds, Consumer<Measure> progress) {
    List<String> command =
        ChildProcess.command(BenchMain.class, backend, workers + "", seconds + "");
    Duration limit = GRACE.plusSeconds(seconds);
    return new Bench(backend, command, limit, progress).run();
  }

  /** To be called once. */
  Result run() {
    Optional<Integer> status = ChildProcess.run(command, limit, this::read);
    if (isDone && status.isPresent()) {
      return new Result(backend, figures, Optional.empty(), List.of());
    }
    String remedy =
        "rankpool doctor --backend "
            + backend
            + " tells whether it works; if it does, try fewer workers, or a quiet machine";
    return new Result(
        backend, figures, Optional.of(new Hindrance(problem(status), remedy)), printed);
  }

  private void read(String line) {
    if (!line.startsWith(BenchMain.MARK)) {
      if (!line.isBlank()) {
        printed.add(line);
      }
      return;
    }
    String[] parts = line.substring(BenchMain.MARK.length()).split(" ", 2);
    switch (parts[0]) {
      case BenchMain.STEP -> begin(Measure.valueOf(parts[1]));
      case BenchMain.FIGURE -> figures.add(Figure.parse(parts[1]));
      case BenchMain.FAILURE -> failure = Optional.of(parts[1]);
      default -> isDone = true;
    }
  }

  private void begin(Measure measure) {
    doing = "it measured '" + measure.meaning() + "'";
    progress.accept(measure);
  }

  private String problem(Optional<Integer> status) {
    if (status.isEmpty()) {
      return String.format(
          "RP-632: measuring backend '%s' was not done within %d s and was ended while %s",
          backend, limit.toSeconds(), doing);
    }
    if (failure.isPresent() && failure.get().startsWith("RP-")) {
      return failure.get();
    }
    return String.format(
        "RP-631: measuring backend '%s' ended with status %d while %s%s",
        backend, status.get(), doing, failure.map(text -> ": " + text).orElse(""));
  }
}
