package io.github.rankpool.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares whole processes: every contender once a round, the order rotated. */
public final class Peers {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final PeersOptions options;
  private final Figures figures = new Figures();
  private final List<String> failures = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();
  private final long start = System.nanoTime();

  private Peers(PeersOptions options) {
    this.options = options;
  }

  /**
   * Runs the comparison. Exit status 0 if all contenders that were run could be measured, 1 if one
   * failed, 2 if the arguments are wrong.
   *
   * @param args see {@code bin/bench --help}
   * @throws IOException if the results cannot be written
   * @throws InterruptedException never, as nobody interrupts it
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PeersOptions options;
    try {
      options = PeersOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    if (!new Peers(options).run()) {
      System.exit(1);
    }
  }

  private boolean run() throws IOException, InterruptedException {
    List<Contenders.Contender> contenders = new ArrayList<>(options.contenders());
    for (int round = 1; round <= options.rounds(); round++) {
      for (Contenders.Contender contender : contenders) {
        measure(contender, round);
        // Again and again, so that a run that is interrupted leaves what it has measured.
        report().write(options.folder());
      }
      Collections.rotate(contenders, -1);
    }
    System.out.println(report().markdown());
    System.out.printf("bench: results are in %s%n", options.folder());
    return failures.isEmpty();
  }

  private Report report() {
    return new Report(figures, conditions(), failures);
  }

  private void measure(Contenders.Contender contender, int round) throws InterruptedException {
    for (Map.Entry<Integer, List<String>> run : plan(contender, round).entrySet()) {
      if (failed.contains(contender.name())) {
        return;
      }
      int workers = run.getKey();
      progress(contender.name(), round, workers, String.join(" ", run.getValue()));
      ChildProcess.Outcome outcome =
          ChildProcess.run(
              contender.command(
                  workers, options.seconds(), options.maxBytes(round), run.getValue()),
              contender.environment(),
              LIMIT);
      outcome
          .lines()
          .forEach(
              line ->
                  figures.add(
                      new Figures.Sample(
                          new Figures.Key(contender.name(), workers, line.name()),
                          round,
                          line.value(),
                          line.unit())));
      outcome.failure().ifPresent(failure -> failed(contender.name(), workers, failure));
    }
  }

  private void failed(String contender, int workers, String failure) {
    failed.add(contender);
    String text = contender + ", " + workers + " workers: " + failure;
    failures.add(text);
    System.err.println("bench: " + text);
  }

  /** Scenarios by the number of workers; one process for each number. */
  private Map<Integer, List<String>> plan(Contenders.Contender contender, int round) {
    Map<Integer, List<String>> plan = new TreeMap<>();
    if (contender.name().equals(Contenders.RAW) || contender.name().equals(Contenders.RAW_SHARED)) {
      return options.wanted(contender, "latency") || options.wanted(contender, "echo")
          ? Map.of(1, List.of("latency", "echo"))
          : plan;
    }
    add(plan, contender, 2, "start");
    if (round == 1) {
      add(plan, contender, 2, "idle");
    }
    add(plan, contender, 1, "throughput", "latency");
    // That of Python takes 20 seconds for each of its contenders: once is enough.
    if (round == 1 || !contender.isPython()) {
      add(plan, contender, 1, "echo");
    }
    add(plan, contender, 2, "throughput");
    if (round == 1) {
      add(plan, contender, 1, "copied");
      add(plan, contender, 2, "mixed");
    }
    add(plan, contender, Runtime.getRuntime().availableProcessors(), "cpu");
    if (round == 1 && !options.quick()) {
      add(plan, contender, 4, "scaling");
      add(plan, contender, 8, "scaling");
    }
    return plan;
  }

  private void add(
      Map<Integer, List<String>> plan,
      Contenders.Contender contender,
      int workers,
      String... scenarios) {
    for (String scenario : scenarios) {
      if (options.wanted(contender, scenario)) {
        plan.computeIfAbsent(workers, n -> new ArrayList<>()).add(scenario);
      }
    }
  }

  private void progress(String contender, int round, int workers, String scenarios) {
    System.err.printf(
        Locale.ROOT,
        "[%4.0f s] round %d/%d  %-18s %d worker%s: %s%n",
        Measurement.secondsSince(start),
        round,
        options.rounds(),
        contender,
        workers,
        workers == 1 ? "" : "s",
        scenarios);
  }

  private List<String> conditions() {
    return List.of(
        "date: " + LocalDate.now(ZoneId.systemDefault()),
        "machine: "
            + Runtime.getRuntime().availableProcessors()
            + " processors, "
            + System.getProperty("os.name")
            + ' '
            + System.getProperty("os.version"),
        "Java " + System.getProperty("java.vm.version"),
        options.versions(),
        "rounds: " + options.rounds() + (options.quick() ? ", quick" : ""));
  }
}
