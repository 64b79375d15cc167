package io.github.rankpool.report;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A picture in a page: lengths are in units of which its width has a thousand. */
final class Svg {
  static final double WIDTH = 1_000;
  static final double LEFT = 130;
  static final double RIGHT = WIDTH - 12;
  static final double AXIS_HEIGHT = 24;
  private static final int TICKS = 8;
  private static final double FIRST_TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(1);

  /** What a tick's distance may be multiplied by to come to the next round one, in a circle. */
  private static final double[] ROUND = {2, 2.5, 2};

  private final StringBuilder svg = new StringBuilder();

  /**
   * Begins a picture.
   *
   * @param name of the picture
   * @param description for those who do not see it
   * @param height of all
   */
  Svg(String name, String description, double height) {
    svg.append("<svg role=\"img\" aria-label=\"").append(Html.escape(name + ": " + description));
    svg.append("\" viewBox=\"0 0 ").append(length(WIDTH)).append(' ').append(length(height));
    svg.append("\">\n");
  }

  static String length(double units) {
    String text = String.format(Locale.ROOT, "%.1f", units);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  Svg rectangle(String kind, double x, double y, double width, double height) {
    svg.append("<rect class=\"").append(kind).append("\" x=\"").append(length(x));
    svg.append("\" y=\"").append(length(y)).append("\" width=\"").append(length(width));
    svg.append("\" height=\"").append(length(height)).append("\"/>\n");
    return this;
  }

  /** A text; kind {@code end} ends at its place, {@code middle} has it in its middle. */
  Svg text(String kind, double x, double y, String text) {
    svg.append("<text class=\"").append(kind).append("\" x=\"").append(length(x));
    svg.append("\" y=\"").append(length(y)).append("\">").append(Html.escape(text));
    svg.append("</text>\n");
    return this;
  }

  Svg line(double x1, double y1, double x2, double y2) {
    svg.append("<path class=\"grid\" d=\"M").append(length(x1)).append(',').append(length(y1));
    svg.append('L').append(length(x2)).append(',').append(length(y2)).append("\"/>\n");
    return this;
  }

  /**
   * The area below steps of equal width.
   *
   * @param kind of the area
   * @param from left end of the first step
   * @param width of each
   * @param bottom where heights are counted from
   * @param heights of the steps
   */
  Svg steps(String kind, double from, double width, double bottom, double... heights) {
    StringBuilder path = new StringBuilder();
    double height = 0;
    for (int i = 0; i < heights.length; i++) {
      if (!length(heights[i]).equals(length(height))) {
        double x = from + i * width;
        path.append(path.isEmpty() ? "M" + length(x) + ',' + length(bottom) : "H" + length(x));
        path.append('V').append(length(bottom - heights[i]));
        height = heights[i];
      }
    }
    if (!path.isEmpty()) {
      path.append('H').append(length(Math.min(RIGHT, from + heights.length * width)));
      path.append('V').append(length(bottom)).append('Z');
      svg.append("<path class=\"").append(kind).append("\" d=\"").append(path).append("\"/>\n");
    }
    return this;
  }

  /** Where on the time axis a time is. */
  static double x(double nanos, long lengthNanos) {
    return LEFT + (RIGHT - LEFT) * nanos / Math.max(1, lengthNanos);
  }

  /** Lines and texts of the time axis; what is drawn after it covers the lines. */
  Svg timeAxis(long lengthNanos, double top, double bottom) {
    double step = FIRST_TICK_NANOS;
    for (int i = 0; step < (double) lengthNanos / TICKS; i++) {
      step *= ROUND[i % ROUND.length];
    }
    for (double time = 0; time <= lengthNanos; time += step) {
      double x = x(time, lengthNanos);
      line(x, top, x, bottom);
      text("middle", x, bottom + 16, Figures.roundTime(time));
    }
    return this;
  }

  @Override
  public String toString() {
    return svg + "</svg>\n";
  }
}
