package io.github.rankpool.cli;

import io.github.rankpool.spi.Hindrance;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes a {@link BenchSummary} for machines. */
final class BenchJson {
  private BenchJson() {}

  /** A JSON object, in one line. */
  static String of(BenchSummary summary) {
    BenchSummary.Load load = summary.load();
    return object(
        member("version", string(summary.version())),
        member("java", string(summary.machine().java())),
        member("system", string(summary.machine().system())),
        member("processors", load.processors() + ""),
        member("load", load.average() < 0 ? "null" : number(load.average())),
        member("loaded", load.isHigh() + ""),
        member("workers", summary.workers() + ""),
        member("seconds", summary.seconds() + ""),
        member("backends", array(summary.results())));
  }

  private static String array(List<Bench.Result> results) {
    return results.stream().map(BenchJson::backend).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String backend(Bench.Result result) {
    Stream<String> figures =
        result.figures().stream().map(figure -> member(figure.measure().key(), figure(figure)));
    Stream<String> head =
        Stream.of(
            member("backend", string(result.backend())),
            member("figures", object(figures.toArray(String[]::new))));
    return object(
        Stream.concat(head, result.problem().stream().flatMap(BenchJson::problem))
            .toArray(String[]::new));
  }

  private static Stream<String> problem(Hindrance hindrance) {
    return Stream.of(
        member("problem", string(hindrance.problem())),
        member("remedy", string(hindrance.remedy())));
  }

  private static String figure(Figure figure) {
    return object(
        member("unit", string(figure.measure().unit())),
        member("median", number(figure.median())),
        member("p1", number(figure.low())),
        member("p99", number(figure.high())),
        member("samples", figure.samples() + ""));
  }

  private static String object(String... members) {
    return "{" + String.join(", ", members) + "}";
  }

  private static String member(String name, String value) {
    return string(name) + ": " + value;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String string(String text) {
    return text.chars().mapToObj(BenchJson::escaped).collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(int character) {
    if (character == '"' || character == '\\') {
      return "\\" + (char) character;
    }
    return character < ' ' ? String.format("\\u%04x", character) : "" + (char) character;
  }
}
