package io.github.rankpool.benchmarks;

import java.util.Locale;
import java.util.Map;

/** Draws what was seen over time as SVG: panels one below the other, each with its own axis. */
final class SoakPlot {
  private static final String[] COLOURS = {"#0b62a4", "#d1495b", "#2a9d5c", "#8d5fb8"};
  private static final int WIDTH = 860;
  private static final int LEFT = 80;
  private static final int RIGHT = 730;
  private static final int PANEL = 130;
  private static final int PLOT = 90;
  private static final int TOP = 60;
  private static final int GRID_LINES = 3;
  private static final int TICKS = 6;
  private static final double SECONDS_PER_MINUTE = 60;

  private final StringBuilder svg = new StringBuilder();
  private final String title;
  private final double seconds;
  private int panels;

  /** Without panels; the time axis goes from 0 to so many seconds. */
  SoakPlot(String title, double seconds) {
    this.title = title;
    this.seconds = seconds;
  }

  /** Adds a panel: lines by their names, each with values by the time in seconds. */
  void panel(String name, Map<String, Map<Double, Double>> lines) {
    int top = TOP + panels++ * PANEL;
    int bottom = top + PLOT;
    double step =
        step(
            lines.values().stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(value -> value)
                .max()
                .orElse(1));
    text(LEFT, top - 8, "start", name);
    for (int i = 0; i <= GRID_LINES; i++) {
      double y = bottom - (double) PLOT * i / GRID_LINES;
      line(LEFT, y, RIGHT, y);
      text(LEFT - 8, y + 4, "end", Report.number(step * i));
    }
    int number = 0;
    for (Map.Entry<String, Map<Double, Double>> each : lines.entrySet()) {
      String colour = COLOURS[number % COLOURS.length];
      add("<polyline fill=\"none\" stroke-width=\"1.5\" stroke=\"%s\" points=\"", colour);
      each.getValue()
          .forEach((x, y) -> add("%.1f,%.1f ", across(x), bottom - y / step / GRID_LINES * PLOT));
      add("\"/>%n");
      int y = top + 12 + 16 * number;
      add(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"/>%n",
          RIGHT + 14, y, RIGHT + 34, y, colour);
      text(RIGHT + 40, y + 4, "start", each.getKey());
      number++;
    }
  }

  /** Of the grid: 1, 2 or 5 times a power of ten, so that the greatest value has room. */
  private static double step(double greatest) {
    double least = Math.max(greatest, 1) / GRID_LINES;
    double decade = Math.pow(10, Math.floor(Math.log10(least)));
    double digit = least / decade;
    return decade * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  private double across(double time) {
    return LEFT + time / seconds * (RIGHT - LEFT);
  }

  String finish() {
    int bottom = TOP + (panels - 1) * PANEL + PLOT;
    for (int i = 0; i <= TICKS; i++) {
      double time = seconds * i / TICKS;
      text(across(time), bottom + 18, "middle", Report.number(time / SECONDS_PER_MINUTE));
    }
    text((LEFT + RIGHT) / 2.0, bottom + 38, "middle", "minutes");
    text(WIDTH / 2.0, 24, "middle", title);
    return String.format(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH, bottom + 50)
        + svg
        + "</svg>\n";
  }

  private void line(double x1, double y1, double x2, double y2) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
        x1, y1, x2, y2);
  }

  private void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
