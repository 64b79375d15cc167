package io.github.rankpool.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the results: a table in Markdown, all samples as CSV, and plots. */
final class Report {
  private static final String SUBMIT = "throughput.submit";
  private static final String ECHO = "echo.";

  private final Figures figures;
  private final List<String> conditions;
  private final List<String> failures;

  Report(Figures figures, List<String> conditions, List<String> failures) {
    this.figures = figures;
    this.conditions = conditions;
    this.failures = failures;
  }

  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("samples.csv"), figures.csv());
    Files.writeString(folder.resolve("results.md"), markdown());
    plot(folder, "throughput", "No-op tasks per second, one submit each, 2 workers", 2, SUBMIT);
    plot(folder, "map", "Items of map per second, chunks of 1, 2 workers", 2, "throughput.map");
    plot(folder, "latency", "Latency of a no-op task in us, 1 worker", 1, "latency.median");
    plot(folder, "start", "Start to first result in s, 2 workers", 2, "start.wall");
    lines(folder, "echo", "Echo of double[], raw MPI: GB/s, both ways", "bytes", bandwidths());
    lines(folder, "scaling", "No-op tasks per second", "workers", scaling());
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    conditions.forEach(condition -> text.append("- ").append(condition).append('\n'));
    text.append("\n| goal | limit | reached | |\n|---|---|---|---|\n");
    for (Goals.Goal goal : Goals.of(figures, Runtime.getRuntime().availableProcessors())) {
      row(
          text,
          goal.what(),
          (goal.atLeast() ? "≥ " : "≤ ") + number(goal.limit()) + ' ' + goal.unit(),
          goal.reached().map(reached -> number(reached) + ' ' + goal.unit()).orElse(""),
          goal.verdict());
    }
    text.append("\nMedians, and in parentheses the least and the greatest sample.\n");
    byScenario().forEach((scenario, keys) -> section(text, scenario, keys));
    failures.forEach(failure -> text.append("\nFailed: ").append(failure).append('\n'));
    return text.toString();
  }

  private Map<String, List<Figures.Key>> byScenario() {
    return figures
        .keys()
        .collect(
            Collectors.groupingBy(
                key -> key.name().substring(0, key.name().indexOf('.')),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private void section(StringBuilder text, String scenario, List<Figures.Key> keys) {
    List<String> contenders = keys.stream().map(Figures.Key::contender).distinct().toList();
    text.append("\n### ").append(scenario).append("\n\n");
    row(text, "measure", "workers", "unit", contenders);
    text.append("|---".repeat(contenders.size() + 3)).append("|\n");
    keys.stream()
        .map(key -> new Figures.Key("", key.workers(), key.name()))
        .distinct()
        .forEach(
            measure -> {
              List<Figures.Key> cells =
                  contenders.stream()
                      .map(name -> new Figures.Key(name, measure.workers(), measure.name()))
                      .toList();
              String unit =
                  cells.stream()
                      .map(figures::unit)
                      .filter(u -> !u.isEmpty())
                      .findFirst()
                      .orElse("");
              row(
                  text,
                  measure.name(),
                  Integer.toString(measure.workers()),
                  unit,
                  cells.stream().map(this::cell).toList());
            });
  }

  private String cell(Figures.Key key) {
    return figures
        .statistics(key)
        .map(s -> number(s.median()) + " (" + number(s.min()) + "–" + number(s.max()) + ')')
        .orElse("");
  }

  private static void row(
      StringBuilder text, String first, String second, String third, List<String> rest) {
    List<String> cells = new ArrayList<>(List.of(first, second, third));
    cells.addAll(rest);
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void row(
      StringBuilder text, String first, String second, String third, String fourth) {
    row(text, first, second, third, List.of(fourth));
  }

  /** Three digits that count, two where they come late, and no more. */
  static String number(double value) {
    double size = Math.abs(value);
    String format =
        size >= 100 || value == Math.rint(value)
            ? "%.0f"
            : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : size >= 0.01 ? "%.3f" : "%.2g";
    return String.format(Locale.ROOT, format, value);
  }

  private void plot(Path folder, String file, String title, int workers, String name)
      throws IOException {
    List<Plot.Bar> bars =
        figures
            .keys()
            .filter(key -> key.workers() == workers && key.name().equals(name))
            .flatMap(
                key -> figures.statistics(key).map(s -> new Plot.Bar(key.contender(), s)).stream())
            .toList();
    if (!bars.isEmpty()) {
      Files.writeString(folder.resolve(file + ".svg"), Plot.bars(title, bars));
    }
  }

  private static void lines(
      Path folder,
      String file,
      String title,
      String horizontal,
      Map<String, SortedMap<Double, Double>> series)
      throws IOException {
    if (!series.isEmpty()) {
      Files.writeString(folder.resolve(file + ".svg"), Plot.lines(title, horizontal, series));
    }
  }

  private Map<String, SortedMap<Double, Double>> bandwidths() {
    Map<String, SortedMap<Double, Double>> series = new LinkedHashMap<>();
    figures
        .keys()
        .filter(key -> key.name().matches("echo\\.(double|double-copied|raw)\\.\\d+"))
        .forEach(
            key -> {
              int dot = key.name().lastIndexOf('.');
              double bytes = Double.parseDouble(key.name().substring(dot + 1));
              String suffix = key.name().startsWith(ECHO + "double-copied") ? " (copied)" : "";
              put(series, key.contender() + suffix, bytes, key);
            });
    return series;
  }

  private Map<String, SortedMap<Double, Double>> scaling() {
    Map<String, SortedMap<Double, Double>> series = new LinkedHashMap<>();
    figures
        .keys()
        .filter(key -> key.name().equals(SUBMIT))
        .forEach(key -> put(series, key.contender(), key.workers(), key));
    return series;
  }

  private void put(
      Map<String, SortedMap<Double, Double>> series, String line, double x, Figures.Key key) {
    Optional<Statistics> found = figures.statistics(key);
    found.ifPresent(s -> series.computeIfAbsent(line, name -> new TreeMap<>()).put(x, s.median()));
  }
}
