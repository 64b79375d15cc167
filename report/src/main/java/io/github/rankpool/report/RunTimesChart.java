package io.github.rankpool.report;

import java.util.List;

/** How many tasks ran for how long. */
final class RunTimesChart {
  private static final double HEIGHT = 160;
  private static final double TOP = 14;
  private static final double WIDEST_BAR = 60;
  private static final int MOST_LABELS = 12;

  private final List<RunTimes.Bin> bins;

  RunTimesChart(RunTimes times) {
    this.bins = times.bins();
  }

  String svg() {
    long highest = Math.max(1, bins.stream().mapToLong(RunTimes.Bin::count).max().orElse(0));
    double bottom = TOP + HEIGHT;
    double width = Math.min(WIDEST_BAR, (Svg.RIGHT - Svg.LEFT) / Math.max(1, bins.size()));
    Svg svg =
        new Svg(
            "Distribution of run times",
            "number of tasks by their run time; the table below has the figures",
            bottom + Svg.AXIS_HEIGHT);
    svg.line(Svg.LEFT, TOP, Svg.RIGHT, TOP);
    svg.text("end", Svg.LEFT - 8, TOP + 4, Figures.count(highest) + " tasks");
    svg.text("end", Svg.LEFT - 8, bottom, "0");
    int labelled = (bins.size() + MOST_LABELS - 1) / MOST_LABELS;
    for (int i = 0; i < bins.size(); i++) {
      double x = Svg.LEFT + i * width;
      double height = HEIGHT * bins.get(i).count() / highest;
      svg.rectangle("busy", x, bottom - height, width - 1, height);
      if (i % labelled == 0) {
        svg.text("middle", x, bottom + 16, Figures.time(bins.get(i).fromNanos()));
      }
    }
    return svg.line(Svg.LEFT, bottom, Svg.RIGHT, bottom).toString();
  }

  String table() {
    List<List<String>> rows =
        bins.stream()
            .map(
                bin ->
                    List.of(
                        Figures.time(bin.fromNanos()) + " to " + Figures.time(bin.toNanos()),
                        Figures.count(bin.count())))
            .toList();
    return Html.table("Tasks by run time", List.of("run time", "tasks#"), rows);
  }
}
