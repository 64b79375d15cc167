package io.github.rankpool.report;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * What a page tells in words and figures.
 *
 * @param title of the page
 * @param when the run was
 * @param headline the most important figures
 * @param totals of all pools
 * @param settings and versions
 */
record Summary(
    String title, String when, List<Fact> headline, List<Fact> totals, List<Fact> settings) {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MEDIAN = 0.5;

  static Summary of(
      String title, Instant began, Totals totals, Recording recording, List<Fact> settings) {
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
    String when = "Began " + format.format(began) + ".";
    return new Summary(title, when, headline(totals, recording), totals(totals), settings);
  }

  private static List<Fact> headline(Totals totals, Recording recording) {
    double seconds = recording.lengthNanos() / NANOS_PER_SECOND;
    List<Lane> lanes = recording.lanes().all();
    double there =
        lanes.stream()
            .mapToDouble(lane -> lane.endedNanos(recording.lengthNanos()) - lane.beganNanos())
            .sum();
    double busy = lanes.stream().mapToDouble(Lane::busyNanos).sum();
    return List.of(
        new Fact("tasks done", Figures.count(totals.done())),
        new Fact("failed", Figures.count(totals.failed())),
        new Fact("length of the run", Figures.time(recording.lengthNanos())),
        new Fact("throughput", Figures.rate(seconds > 0 ? totals.done() / seconds : 0) + " / s"),
        new Fact("workers", Figures.count(lanes.size())),
        new Fact("workers busy", Figures.percent(there > 0 ? Math.min(1, busy / there) : 0)),
        new Fact("median run time", Figures.time(recording.runTimes().percentile(MEDIAN))));
  }

  private static List<Fact> totals(Totals totals) {
    return List.of(
        new Fact("tasks submitted", Figures.count(totals.submitted())),
        new Fact("completed", Figures.count(totals.completed())),
        new Fact("failed", Figures.count(totals.failed())),
        new Fact("of those timed out", Figures.count(totals.timedOut())),
        new Fact("cancelled", Figures.count(totals.cancelled())),
        new Fact("retried", Figures.count(totals.retried())),
        new Fact("workers lost", Figures.count(totals.workersLost())),
        new Fact("sent to workers", Figures.bytes(totals.bytesSent())),
        new Fact("received from workers", Figures.bytes(totals.bytesReceived())));
  }
}
