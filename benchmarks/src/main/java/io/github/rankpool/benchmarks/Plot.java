package io.github.rankpool.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** Draws with logarithmic axes, as SVG: the contenders lie decades apart. */
final class Plot {
  private static final String[] COLOURS = {
    "#0b62a4", "#d1495b", "#2a9d5c", "#8d5fb8", "#e08e0b", "#5c6670", "#17a2b8", "#a0522d"
  };
  private static final int WIDTH = 860;
  private static final int LEFT = 160;
  private static final int RIGHT = 640;
  private static final int TOP = 50;
  private static final int BAR = 26;
  private static final int BOTTOM = 430;
  private static final int BELOW_AXIS = 50;
  private static final int LEGEND_STEP = 18;

  private final StringBuilder svg = new StringBuilder();

  private Plot(String title, int height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
        WIDTH, height);
    text(WIDTH / 2.0, 24, "middle", title + " (logarithmic)");
  }

  /** The median, and a whisker from the least to the greatest sample. */
  record Bar(String label, Statistics statistics) {}

  /** From decade to decade, between two places on the paper. */
  private record Axis(double low, double high, double from, double to) {

    static Axis around(Collection<Double> values, double from, double to) {
      double least = values.stream().mapToDouble(v -> v).filter(v -> v > 0).min().orElse(1);
      double greatest = values.stream().mapToDouble(v -> v).max().orElse(1);
      double low = Math.floor(Math.log10(least));
      return new Axis(low, Math.max(Math.ceil(Math.log10(greatest)), low + 1), from, to);
    }

    double place(double value) {
      double exponent = value > 0 ? Math.log10(value) : low;
      return from + (exponent - low) / (high - low) * (to - from);
    }
  }

  static String bars(String title, List<Bar> bars) {
    int bottom = TOP + bars.size() * BAR;
    Plot plot = new Plot(title, bottom + BELOW_AXIS);
    List<Double> ends =
        bars.stream()
            .flatMap(b -> List.of(b.statistics().min(), b.statistics().max()).stream())
            .toList();
    Axis axis = Axis.around(ends, LEFT, WIDTH - 90);
    for (double decade = axis.low(); decade <= axis.high(); decade++) {
      double x = axis.place(Math.pow(10, decade));
      plot.line(x, TOP, x, bottom, "#dddddd");
      plot.text(x, bottom + 18, "middle", decade(decade));
    }
    for (int i = 0; i < bars.size(); i++) {
      Statistics s = bars.get(i).statistics();
      int y = TOP + i * BAR;
      double end = axis.place(s.median());
      plot.add(
          "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
          LEFT, y + 4, Math.max(end - LEFT, 1), BAR - 8, COLOURS[0]);
      double middle = y + BAR / 2.0;
      plot.line(axis.place(s.min()), middle, axis.place(s.max()), middle, "#111111");
      plot.text(LEFT - 8, middle + 4, "end", bars.get(i).label());
      plot.text(
          Math.max(axis.place(s.max()), end) + 6, middle + 4, "start", Report.number(s.median()));
    }
    return plot.finish();
  }

  static String lines(
      String title, String horizontal, Map<String, SortedMap<Double, Double>> series) {
    Plot plot = new Plot(title, BOTTOM + BELOW_AXIS);
    List<Double> xs = series.values().stream().flatMap(s -> s.keySet().stream()).toList();
    List<Double> ys = series.values().stream().flatMap(s -> s.values().stream()).toList();
    Axis across = Axis.around(xs, LEFT / 2.0, RIGHT);
    Axis up = Axis.around(ys, BOTTOM, TOP);
    for (double decade = up.low(); decade <= up.high(); decade++) {
      double y = up.place(Math.pow(10, decade));
      plot.line(LEFT / 2.0, y, RIGHT, y, "#dddddd");
      plot.text(LEFT / 2.0 - 8, y + 4, "end", decade(decade));
    }
    for (double x : xs.stream().distinct().sorted().toList()) {
      plot.line(across.place(x), TOP, across.place(x), BOTTOM, "#eeeeee");
      plot.text(across.place(x), BOTTOM + 18, "middle", size(x));
    }
    plot.text((LEFT / 2.0 + RIGHT) / 2, BOTTOM + 38, "middle", horizontal);
    int number = 0;
    for (Map.Entry<String, SortedMap<Double, Double>> entry : series.entrySet()) {
      String colour = COLOURS[number % COLOURS.length];
      String dashes = number < COLOURS.length ? "" : " stroke-dasharray=\"6 3\"";
      plot.add(
          "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"%s\"%s points=\"", colour, dashes);
      entry.getValue().forEach((x, y) -> plot.add("%.1f,%.1f ", across.place(x), up.place(y)));
      plot.add("\"/>%n");
      int y = TOP + number * LEGEND_STEP;
      plot.add(
          "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2\"%s/>%n",
          RIGHT + 16, y, RIGHT + 44, y, colour, dashes);
      plot.text(RIGHT + 50, y + 4, "start", entry.getKey());
      number++;
    }
    return plot.finish();
  }

  private static String decade(double exponent) {
    return exponent >= 0
        ? String.format(Locale.ROOT, "%,.0f", Math.pow(10, exponent))
        : Double.toString(Math.pow(10, exponent));
  }

  private static String size(double value) {
    if (value < 1 << 10) {
      return Report.number(value);
    }
    return value < 1 << 20
        ? Report.number(value / (1 << 10)) + " Ki"
        : Report.number(value / (1 << 20)) + " Mi";
  }

  private void line(double x1, double y1, double x2, double y2, String colour) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
        x1, y1, x2, y2, colour);
  }

  private void text(double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  private String finish() {
    return svg.append("</svg>\n").toString();
  }
}
