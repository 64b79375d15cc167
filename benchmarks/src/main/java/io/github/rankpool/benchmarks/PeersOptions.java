package io.github.rankpool.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What {@code bin/bench peers} was asked for.
 *
 * @param quick shorter samples, smaller arrays
 * @param rounds how often every contender runs
 * @param folder where results go
 * @param contenders those that run
 * @param scenarios those that are measured
 * @param versions the versions of what is not Java's, for the report
 */
record PeersOptions(
    boolean quick,
    int rounds,
    Path folder,
    List<Contenders.Contender> contenders,
    Set<String> scenarios,
    String versions) {
  private static final int FULL_ROUNDS = 2;
  private static final long MIB = 1 << 20;

  static PeersOptions parse(String... args) {
    boolean quick = false;
    Optional<Integer> rounds = Optional.empty();
    Path folder = Path.of("benchmarks", "target", "peers");
    Optional<Set<String>> only = Optional.empty();
    Set<String> scenarios = Contenders.scenarios();
    String python = "/usr/bin/python3";
    String script = "benchmarks/src/main/python/peers.py";
    boolean mpi4py = true;
    String versions = "versions unknown";
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(args));
    while (!rest.isEmpty()) {
      String option = rest.remove();
      switch (option) {
        case "--quick" -> quick = true;
        case "--rounds" -> rounds = Optional.of(positive(value(option, rest)));
        case "--out" -> folder = Path.of(value(option, rest));
        case "--only" -> only = Optional.of(names(value(option, rest)));
        case "--scenario" -> scenarios = known(names(value(option, rest)), scenarios, "scenario");
        case "--python" -> python = value(option, rest);
        case "--script" -> script = value(option, rest);
        case "--without-mpi4py" -> mpi4py = false;
        case "--versions" -> versions = value(option, rest);
        default -> throw new IllegalArgumentException("unknown option " + option + "; see --help");
      }
    }
    List<Contenders.Contender> contenders = new Contenders(python, script).all();
    if (only.isPresent()) {
      Set<String> all =
          contenders.stream().map(Contenders.Contender::name).collect(Collectors.toSet());
      Set<String> chosen = known(only.get(), all, "contender");
      contenders = contenders.stream().filter(c -> chosen.contains(c.name())).toList();
    }
    if (!mpi4py) {
      contenders = contenders.stream().filter(c -> !c.name().startsWith("mpi4py")).toList();
    }
    return new PeersOptions(
        quick, rounds.orElse(quick ? 1 : FULL_ROUNDS), folder, contenders, scenarios, versions);
  }

  boolean wanted(Contenders.Contender contender, String scenario) {
    return scenarios.contains(scenario) && contender.scenarios().contains(scenario);
  }

  /** How long one sample takes. */
  String seconds() {
    return quick ? "0.08" : "0.2";
  }

  /** The largest array; the very large ones take too long for every round. */
  String maxBytes(int round) {
    return Long.toString((quick || round > 1 ? 64 : 256) * MIB);
  }

  private static String value(String option, Deque<String> rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(option + " needs a value; see --help");
    }
    return rest.remove();
  }

  private static int positive(String text) {
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException("'" + text + "' is not a number of rounds");
    }
    return Integer.parseInt(text);
  }

  private static Set<String> names(String list) {
    return new LinkedHashSet<>(Arrays.asList(list.split(",", -1)));
  }

  private static Set<String> known(Set<String> names, Set<String> all, String what) {
    for (String name : names) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            "no " + what + " named '" + name + "'; there are " + all);
      }
    }
    return names;
  }
}
