package io.github.rankpool.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The samples of all rounds. */
final class Figures {

  /**
   * What was measured.
   *
   * @param contender of whom
   * @param workers size of the pool
   * @param name scenario and measure, such as {@code throughput.submit}
   */
  record Key(String contender, int workers, String name) {}

  /**
   * One figure of one process.
   *
   * @param key what was measured
   * @param round in which round, from 1
   * @param value how much
   * @param unit of what
   */
  record Sample(Key key, int round, double value, String unit) {}

  private final List<Sample> samples = new ArrayList<>();
  private final Map<Key, List<Sample>> byKey = new LinkedHashMap<>();

  void add(Sample sample) {
    samples.add(sample);
    byKey.computeIfAbsent(sample.key(), key -> new ArrayList<>()).add(sample);
  }

  List<Sample> samples() {
    return Collections.unmodifiableList(samples);
  }

  /** In the order of their first samples. */
  Stream<Key> keys() {
    return byKey.keySet().stream();
  }

  String unit(Key key) {
    return byKey.getOrDefault(key, List.of()).stream().map(Sample::unit).findFirst().orElse("");
  }

  Optional<Statistics> statistics(Key key) {
    return Optional.ofNullable(byKey.get(key))
        .map(found -> Statistics.of(found.stream().mapToDouble(Sample::value).toArray()));
  }

  Optional<Double> median(String contender, int workers, String name) {
    return statistics(new Key(contender, workers, name)).map(Statistics::median);
  }

  String csv() {
    StringBuilder csv = new StringBuilder("contender,workers,round,name,value,unit\n");
    for (Sample sample : samples) {
      Key key = sample.key();
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,%d,%d,%s,%.9g,%s%n",
              key.contender(),
              key.workers(),
              sample.round(),
              key.name(),
              sample.value(),
              sample.unit()));
    }
    return csv.toString();
  }
}
