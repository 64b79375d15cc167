package io.github.rankpool.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says in one line how far a run has come. */
final class ProgressLine {
  private static final int NARROWEST_BAR = 8;
  private static final int WIDEST_BAR = 32;
  private static final String GAP = "  ";
  private static final String BLUE = "\u001b[34m";
  private static final String PLAIN = "\u001b[0m";

  private ProgressLine() {}

  /**
   * As much of it as there is room for; what matters most comes first.
   *
   * @param totals of the run
   * @param perSecond tasks that end in a second; 0 if that is not known
   * @param columns that there are
   * @param colors whether to use them
   */
  static String of(Totals totals, double perSecond, int columns, boolean colors) {
    String text = fitting(words(totals, perSecond), columns);
    int room = Math.min(WIDEST_BAR, columns - text.length() - GAP.length() - 2);
    return room < NARROWEST_BAR ? text : bar(share(totals), room, colors) + GAP + text;
  }

  /** All of it in words, without a bar. */
  static String of(Totals totals, double perSecond) {
    return String.join(", ", words(totals, perSecond));
  }

  private static double share(Totals totals) {
    return totals.submitted() == 0 ? 0 : (double) totals.done() / totals.submitted();
  }

  private static List<String> words(Totals totals, double perSecond) {
    List<String> words = new ArrayList<>();
    words.add(String.format(Locale.ROOT, "%d %%", (int) (100 * share(totals))));
    words.add(Figures.count(totals.done()) + "/" + Figures.count(totals.submitted()) + " tasks");
    if (perSecond > 0) {
      words.add(Figures.rate(perSecond) + "/s");
      words.add(left(totals.submitted() - totals.done(), perSecond) + " left");
    }
    words.add(totals.busy() + "/" + totals.workers() + " busy");
    if (totals.failed() > 0) {
      words.add(Figures.count(totals.failed()) + " failed");
    }
    return words;
  }

  private static String left(long tasks, double perSecond) {
    return Figures.clock((long) Math.ceil(tasks / perSecond));
  }

  private static String fitting(List<String> words, int columns) {
    StringBuilder text = new StringBuilder();
    for (String word : words) {
      String gap = text.isEmpty() ? "" : GAP;
      if (text.length() + gap.length() + word.length() <= columns) {
        text.append(gap).append(word);
      }
    }
    return text.toString();
  }

  private static String bar(double share, int width, boolean colors) {
    int full = (int) (width * share);
    String done = "=".repeat(full);
    String open = full < width ? ">" + " ".repeat(width - full - 1) : "";
    return "[" + (colors ? BLUE + done + PLAIN : done) + open + "]";
  }

  /**
   * Says how it ended.
   *
   * @param totals of the run
   * @param seconds it took
   */
  static String end(Totals totals, double seconds) {
    String failed = totals.failed() == 0 ? "" : ", " + Figures.count(totals.failed()) + " failed";
    String rate = seconds > 0 ? ", " + Figures.rate(totals.done() / seconds) + "/s" : "";
    return Figures.count(totals.done())
        + " of "
        + Figures.count(totals.submitted())
        + " tasks done in "
        + Figures.time(seconds * 1e9)
        + rate
        + failed;
  }
}
