package io.github.rankpool.it;

import io.github.rankpool.it.chaos.ChaosProgram;
import io.github.rankpool.testkit.TestProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts runs of {@link ChaosProgram}, each in a process of its own, and adds up what they tell.
 */
final class ChaosRuns {
  private static final String HEARTBEAT_LIMIT = "2s";

  /** Longer than that limit. */
  private static final Duration LONG_STOP = Duration.ofSeconds(3);

  private static final Duration GRACE = Duration.ofSeconds(70);
  private static final Pattern SUMMARY =
      Pattern.compile(
          "^run seed=\\S+ submitted=(\\d+) completed=(\\d+) failures=\\{(\\S*)} slowest_ms=(\\d+)$",
          Pattern.MULTILINE);
  private static final Pattern FAILURE = Pattern.compile("(\\w+)=(\\d+)");

  private final Launch launch;
  private final Duration length;
  private final Map<String, Long> failures = new TreeMap<>();
  private int runs;
  private int wrong;
  private long submitted;
  private long completed;
  private long slowestMillis;

  ChaosRuns(Launch launch, Duration length) {
    this.launch = launch;
    this.length = length;
  }

  /**
   * Arguments: backend, number of runs, first seed, seconds of a run. Exit status 0 if all was
   * right, otherwise 1.
   */
  public static void main(String[] args) {
    Launch launch =
        Arrays.stream(new Launch[] {Launch.THREADS, Launch.OPENMPI, Launch.MPJ})
            .filter(each -> each.backend().equals(args[0]))
            .findFirst()
            .orElseThrow();
    int count = Integer.parseInt(args[1]);
    long first = Long.parseLong(args[2]);
    Duration length = Duration.ofMillis((long) (Double.parseDouble(args[3]) * 1000));
    ChaosRuns runs = new ChaosRuns(launch, length);
    for (long seed = first; seed < first + count; seed++) {
      System.out.println(runs.run(seed));
    }
    System.out.println(runs);
    System.exit(runs.wrong == 0 ? 0 : 1);
  }

  /** How many runs were not right. */
  int wrong() {
    return wrong;
  }

  /** Makes one run; tells how it went, and if it was wrong, all that it printed. */
  String run(long seed) {
    Path diary = newDirectory();
    String output;
    boolean right = false;
    try {
      Duration longStop = launch.hasProcesses() ? LONG_STOP : Duration.ZERO;
      TestProcess.Result result =
          launch
              .program(
                  List.of("-Xmx256m"),
                  ChaosProgram.class,
                  launch.backend(),
                  Long.toString(seed),
                  Long.toString(length.toMillis()),
                  diary.toString(),
                  Long.toString(longStop.toMillis()))
              .environment("RANKPOOL_HEARTBEAT", "200ms")
              .environment("RANKPOOL_HEARTBEAT_LIMIT", HEARTBEAT_LIMIT)
              .environment("RANKPOOL_CLASS_SHARING", "no")
              .environment("OMPI_MCA_orte_enable_recovery", "1")
              .environment("PRTE_MCA_prte_enable_recovery", "1")
              .limit(length.plus(GRACE))
              .run();
      output = result.output() + "left behind: " + result.leftovers();
      right = result.exitStatus() == 0 && result.leftovers().isEmpty();
    } catch (AssertionError e) {
      output = e.getMessage();
    } finally {
      delete(diary);
    }
    return add(seed, output, right);
  }

  private String add(long seed, String output, boolean exitedWell) {
    Matcher summary = SUMMARY.matcher(output);
    boolean told = summary.find();
    runs++;
    if (told) {
      submitted += Long.parseLong(summary.group(1));
      completed += Long.parseLong(summary.group(2));
      for (MatchResult failure : FAILURE.matcher(summary.group(3)).results().toList()) {
        failures.merge(failure.group(1), Long.valueOf(failure.group(2)), Long::sum);
      }
      slowestMillis = Math.max(slowestMillis, Long.parseLong(summary.group(4)));
    }
    if (told && exitedWell) {
      return launch.backend() + ": " + summary.group();
    }
    wrong++;
    String again =
        "bin/chaos "
            + launch.backend()
            + " --seed "
            + seed
            + " --seconds "
            + length.toMillis() / 1e3;
    return output + "\n" + launch.backend() + ": WRONG with seed " + seed + "; again: " + again;
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("chaos");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return String.format(
        "%s: %d runs, %d of them wrong; futures submitted %d, completed %d; failed %s;"
            + " longest time from a blow to the last future that failed by it %d ms",
        launch.backend(), runs, wrong, submitted, completed, failures, slowestMillis);
  }
}
