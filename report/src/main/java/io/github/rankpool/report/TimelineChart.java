package io.github.rankpool.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** When every worker was busy. */
final class TimelineChart {
  private static final int MOST_ROWS = 128;
  private static final int COLUMNS_OF_TABLE = 10;
  private static final double WANTED_HEIGHT = 640;
  private static final double LOWEST_ROW = 5;
  private static final double HIGHEST_ROW = 26;
  private static final double TEXT_HEIGHT = 13;

  private final Recording recording;
  private final List<Lane> lanes;
  private final int more;

  /** Shows a recording whose slots cover its length. */
  TimelineChart(Recording recording) {
    List<Lane> all = recording.lanes().all();
    this.recording = recording;
    this.lanes = all.subList(0, Math.min(MOST_ROWS, all.size()));
    this.more = all.size() - lanes.size();
  }

  /** How many workers there is no room for. */
  int more() {
    return more;
  }

  String svg() {
    double row =
        Math.max(LOWEST_ROW, Math.min(HIGHEST_ROW, WANTED_HEIGHT / Math.max(1, lanes.size())));
    double bottom = row * lanes.size() + 4;
    Svg svg =
        new Svg(
            "Timeline of the workers",
            "for each worker, which share of the time it was busy; the table below has the figures",
            bottom + Svg.AXIS_HEIGHT);
    svg.timeAxis(recording.lengthNanos(), 0, bottom);
    int labelled = (int) Math.ceil(TEXT_HEIGHT / row);
    for (int i = 0; i < lanes.size(); i++) {
      Lane lane = lanes.get(i);
      double top = i * row;
      if (i % labelled == 0) {
        svg.text("end", Svg.LEFT - 8, top + row / 2 + 4, lane.label());
      }
      draw(svg, lane, top + 1, row - 2);
    }
    return svg.toString();
  }

  private void draw(Svg svg, Lane lane, double top, double height) {
    long length = recording.lengthNanos();
    double from = Svg.x((double) lane.beganNanos(), length);
    double to = Svg.x((double) lane.endedNanos(length), length);
    svg.rectangle("idle", from, top, Math.max(0, to - from), height);
    double width = Svg.x((double) recording.slotNanos(), length) - Svg.LEFT;
    double bottom = top + height;
    int slots = recording.slots();
    double[] busy =
        IntStream.range(0, slots).mapToDouble(i -> height * busyShare(lane, i)).toArray();
    double[] notIdle =
        IntStream.range(0, slots)
            .mapToDouble(i -> height * Math.min(1, busyShare(lane, i) + backoffShare(lane, i)))
            .toArray();
    svg.steps("backoff", Svg.LEFT, width, bottom, notIdle);
    svg.steps("busy", Svg.LEFT, width, bottom, busy);
  }

  private double busyShare(Lane lane, int slot) {
    return Math.min(1, (double) lane.busy().get(slot) / recording.widthOf(slot));
  }

  private double backoffShare(Lane lane, int slot) {
    return (double) lane.backoff().get(slot) / recording.widthOf(slot);
  }

  /** The same in figures, in parts of the run. */
  String table() {
    int parts = Math.min(COLUMNS_OF_TABLE, recording.slots());
    List<String> headings = new ArrayList<>(List.of("worker"));
    for (int part = 0; part < parts; part++) {
      headings.add("from " + Figures.time(startOf(part, parts)) + "#");
    }
    List<List<String>> rows = new ArrayList<>();
    for (Lane lane : lanes) {
      List<String> row = new ArrayList<>(List.of(lane.label()));
      for (int part = 0; part < parts; part++) {
        row.add(
            Figures.percent(busyShare(lane, firstSlot(part, parts), firstSlot(part + 1, parts))));
      }
      rows.add(row);
    }
    return Html.table("Share of the time that workers were busy", headings, rows);
  }

  private int firstSlot(int part, int parts) {
    return recording.slots() * part / parts;
  }

  private double startOf(int part, int parts) {
    return (double) firstSlot(part, parts) * recording.slotNanos();
  }

  private double busyShare(Lane lane, int from, int end) {
    double busy = 0;
    double time = 0;
    for (int slot = from; slot < end; slot++) {
      busy += lane.busy().get(slot);
      time += recording.widthOf(slot);
    }
    return Math.min(1, busy / time);
  }
}
