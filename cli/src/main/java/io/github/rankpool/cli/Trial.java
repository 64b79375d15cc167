package io.github.rankpool.cli;

import io.github.rankpool.spi.Hindrance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One run of {@link TrialMain} in a child process. */
final class Trial {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final String backend;
  private final List<String> command;
  private final Duration limit;

  Trial(String backend, List<String> command, Duration limit) {
    this.backend = backend;
    this.command = command;
    this.limit = limit;
  }

  static Trial of(String backend) {
    return new Trial(backend, ChildProcess.command(TrialMain.class, backend), LIMIT);
  }

  /**
   * What came of a trial.
   *
   * @param facts what was found out, by name
   * @param problem why it did not come to its end
   * @param printed by MPI or the JVM, if there is a problem
   */
  record Result(Map<String, String> facts, Optional<Hindrance> problem, List<String> printed) {}

  Result run() {
    List<String> lines = new ArrayList<>();
    Optional<Integer> status = ChildProcess.run(command, limit, lines::add);
    return judge(lines, status);
  }

  /** An empty status stands for a trial that had to be ended. */
  private Result judge(List<String> lines, Optional<Integer> status) {
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> printed = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(TrialMain.MARK)) {
        String[] parts = line.substring(TrialMain.MARK.length()).split("=", 2);
        facts.put(parts[0], parts[1]);
      } else if (!line.isBlank()) {
        printed.add(line);
      }
    }
    String name = Optional.ofNullable(facts.remove(TrialMain.STEP)).orElse("START");
    TrialMain.Step step = TrialMain.Step.valueOf(name);
    Optional<String> failure = Optional.ofNullable(facts.remove(TrialMain.FAILURE));
    facts.values().removeIf(String::isEmpty);
    if (step == TrialMain.Step.DONE && status.isPresent()) {
      return new Result(facts, Optional.empty(), List.of());
    }
    return new Result(facts, Optional.of(problem(step, failure, status)), printed);
  }

  private Hindrance problem(
      TrialMain.Step step, Optional<String> failure, Optional<Integer> status) {
    if (status.isEmpty()) {
      return new Hindrance(
          "RP-612: the trial of backend '"
              + backend
              + "' was not done within "
              + limit.toSeconds()
              + " s and was ended while it "
              + step.past(),
          remedy(step));
    }
    return new Hindrance(
        failure.orElseGet(
            () ->
                "RP-611: the trial of backend '"
                    + backend
                    + "' ended with status "
                    + status.get()
                    + " while it "
                    + step.past()),
        remedy(step));
  }

  private static String remedy(TrialMain.Step step) {
    return switch (step) {
      case START ->
          "Run a program that came with this MPI: it must work before Rankpool can use it";
      case SPAWN ->
          "Where this MPI cannot spawn, its launcher starts the workers: mpiexec -n N rankpool run";
      case PING ->
          "Messages within this machine do not arrive: see which network this MPI uses, and its"
              + " firewall";
      case END, DONE ->
          "Pools work, but may be slow to end: see what the processes of this MPI wait for";
    };
  }
}
