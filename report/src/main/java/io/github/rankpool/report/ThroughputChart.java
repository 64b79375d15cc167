package io.github.rankpool.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** How many tasks ended in a second, over time. */
final class ThroughputChart {
  private static final double HEIGHT = 180;
  private static final double TOP = 14;
  private static final int MOST_COLUMNS = 120;
  private static final int MOST_ROWS = 20;
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Recording recording;

  /** Shows a recording whose slots cover its length. */
  ThroughputChart(Recording recording) {
    this.recording = recording;
  }

  String svg() {
    int slotsOfColumn = slotsOfPart(MOST_COLUMNS);
    double[] rates = rates(slotsOfColumn);
    double highest = Arrays.stream(rates).max().orElse(0);
    double bottom = TOP + HEIGHT;
    Svg svg =
        new Svg(
            "Throughput",
            "tasks that ended in a second, over time; the table below has the figures",
            bottom + Svg.AXIS_HEIGHT);
    double width = Svg.x((double) slotsOfColumn * recording.slotNanos(), recording.lengthNanos());
    double[] heights =
        Arrays.stream(rates).map(rate -> HEIGHT * rate / Math.max(highest, 1e-9)).toArray();
    svg.timeAxis(recording.lengthNanos(), TOP, bottom);
    svg.steps("busy", Svg.LEFT, width - Svg.LEFT, bottom, heights);
    svg.line(Svg.LEFT, TOP, Svg.RIGHT, TOP);
    svg.text("end", Svg.LEFT - 8, TOP + 4, Figures.rate(highest) + " / s");
    svg.text("end", Svg.LEFT - 8, bottom, "0");
    return svg.toString();
  }

  String table() {
    int slotsOfRow = slotsOfPart(MOST_ROWS);
    double[] rates = rates(slotsOfRow);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < rates.length; i++) {
      double from = (double) i * slotsOfRow * recording.slotNanos();
      rows.add(List.of("from " + Figures.time(from), Figures.rate(rates[i])));
    }
    return Html.table("Tasks that ended in a second", List.of("time", "tasks / s#"), rows);
  }

  private int slotsOfPart(int mostParts) {
    return (recording.slots() + mostParts - 1) / mostParts;
  }

  private double[] rates(int slotsOfPart) {
    int slots = recording.slots();
    double[] rates = new double[(slots + slotsOfPart - 1) / slotsOfPart];
    // The last part counts in full, though the run ends in it: one task would make it a peak.
    double seconds = slotsOfPart * recording.slotNanos() / NANOS_PER_SECOND;
    for (int slot = 0; slot < slots; slot++) {
      rates[slot / slotsOfPart] += recording.ended().get(slot) / seconds;
    }
    return rates;
  }
}
