package io.github.rankpool.cli;

import io.github.rankpool.cli.Figure.Measure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Writes a {@link BenchSummary} for people: the backends below each other, measure by measure. */
final class BenchTable {
  /** From here on decimals say nothing. */
  private static final double LARGE = 100;

  private final PrintWriter out;
  private final Report report;

  BenchTable(PrintWriter out, Ansi colors) {
    this.out = out;
    this.report = new Report(out, colors);
  }

  void write(BenchSummary summary) {
    report.begin(summary.version(), summary.machine(), List.of());
    report.line(
        "measured", summary.workers() + " workers, " + summary.seconds() + " s for each backend");
    report.line("load", summary.load().inWords());
    out.println();
    row("", "", "median", "1st perc.", "99th perc.");
    for (Measure measure : Measure.values()) {
      write(measure, summary.results());
    }
    for (Bench.Result result : summary.results()) {
      if (result.problem().isPresent()) {
        out.println();
        out.println(result.backend() + " was not measured to the end");
        report.problems(result.problem().stream().toList(), result.printed());
      }
    }
    out.flush();
  }

  private void write(Measure measure, List<Bench.Result> results) {
    String label = measure.meaning() + ", " + measure.unit();
    for (Bench.Result result : results) {
      for (Figure figure : result.figures()) {
        if (figure.measure() == measure) {
          boolean isSpread = figure.samples() > 1;
          row(
              label,
              result.backend(),
              number(figure.median()),
              isSpread ? number(figure.low()) : "",
              isSpread ? number(figure.high()) : "");
          label = "";
        }
      }
    }
  }

  private void row(String label, String backend, String median, String low, String high) {
    String row =
        String.format(Locale.ROOT, "%-46s%-10s%12s%12s%12s", label, backend, median, low, high);
    out.println(row.stripTrailing());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value < LARGE ? "%.1f" : "%,.0f", value);
  }
}
