package io.github.rankpool.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** One page that holds everything: it needs no other file and no network. */
final class HtmlReport {
  private static final int MOST_TASKS = 25;

  private final Recording recording;
  private final Summary summary;

  /** Shows a recording whose slots cover its length. */
  HtmlReport(Recording recording, Summary summary) {
    this.recording = recording;
    this.summary = summary;
  }

  String page() {
    StringBuilder page = new StringBuilder();
    String title = Html.escape(summary.title());
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\n");
    page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';");
    page.append(" style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\"/>\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width\"/>\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\"/>\n");
    // Without it browsers ask the folder for a picture.
    page.append("<link rel=\"icon\" href=\"data:,\"/>\n");
    page.append("<title>").append(title).append("</title>\n");
    page.append("<style>\n").append(resource("report.css")).append("</style></head>\n");
    page.append("<body><main>\n<h1>").append(title).append("</h1>\n");
    page.append("<p>").append(Html.escape(summary.when())).append("</p>\n");
    page.append(cards());
    page.append(timeline());
    page.append(throughput());
    page.append(runTimes());
    page.append(section("Slowest tasks", slowest()));
    page.append(section("Workers", workers()));
    page.append(section("Totals", facts("Totals of all pools", summary.totals())));
    page.append(section("Settings and versions", facts("What ran where", summary.settings())));
    page.append(section("How this was recorded", method()));
    page.append("</main>\n<script>\n").append(resource("report.js"));
    return page.append("</script></body></html>\n").toString();
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String section(String heading, String content) {
    return "<section><h2>" + Html.escape(heading) + "</h2>\n" + content + "</section>\n";
  }

  private static String paragraph(String text) {
    return "<p>" + Html.escape(text) + "</p>\n";
  }

  private String cards() {
    StringBuilder cards = new StringBuilder("<dl class=\"cards\">\n");
    for (Fact fact : summary.headline()) {
      cards.append("<div><dt>").append(Html.escape(fact.name())).append("</dt><dd>");
      cards.append(Html.escape(fact.value())).append("</dd></div>\n");
    }
    return cards.append("</dl>\n").toString();
  }

  private String timeline() {
    TimelineChart chart = new TimelineChart(recording);
    String legend =
        "<p class=\"legend\"><span class=\"busy\"></span> busy <span class=\"backoff\"></span>"
            + " asleep in backoff <span class=\"idle\"></span> idle</p>\n";
    String more =
        chart.more() == 0
            ? ""
            : paragraph("There is no room for " + chart.more() + " more workers.");
    return section(
        "Timeline of the workers",
        legend + figure(chart.svg()) + more + Html.details("As a table", chart.table()));
  }

  private String throughput() {
    ThroughputChart chart = new ThroughputChart(recording);
    return section("Throughput", figure(chart.svg()) + Html.details("As a table", chart.table()));
  }

  private String runTimes() {
    RunTimes times = recording.runTimes();
    RunTimesChart chart = new RunTimesChart(times);
    String median =
        times.count() == 0
            ? "No task has run."
            : "Half of the tasks ran for about "
                + Figures.time(times.percentile(0.5))
                + " or less, 99 of 100 for about "
                + Figures.time(times.percentile(0.99))
                + " or less, the longest for "
                + Figures.time(times.longestNanos())
                + ".";
    return section(
        "Run times",
        paragraph(median)
            + figureWithoutTime(chart.svg())
            + Html.details("As a table", chart.table()));
  }

  /** With the length of the run, so that the script can tell the time under the pointer. */
  private String figure(String svg) {
    return "<figure data-seconds=\""
        + recording.lengthNanos() / 1e9
        + "\" data-left=\""
        + Svg.length(Svg.LEFT)
        + "\" data-right=\""
        + Svg.length(Svg.RIGHT)
        + "\">"
        + svg
        + "</figure>\n";
  }

  private static String figureWithoutTime(String svg) {
    return "<figure>" + svg + "</figure>\n";
  }

  private String slowest() {
    List<List<String>> rows =
        recording.slowestFirst().stream()
            .limit(MOST_TASKS)
            .map(
                task ->
                    List.of(
                        Long.toString(task.id()),
                        task.lane().label(),
                        task.outcome(),
                        Figures.time(task.waitNanos()),
                        Figures.time(task.beginNanos()),
                        Figures.time(task.runNanos())))
            .toList();
    return Html.table(
        "The " + rows.size() + " tasks that ran longest",
        List.of("task", "worker", "outcome", "waited#", "began at#", "ran#"),
        rows);
  }

  private String workers() {
    List<List<String>> rows = recording.lanes().all().stream().map(this::worker).toList();
    return Html.table(
        "Workers, and what they did while they were there",
        List.of(
            "worker",
            "where",
            "tasks#",
            "busy#",
            "share#",
            "idle#",
            "in backoff#",
            "backoffs#",
            "longest task#"),
        rows);
  }

  private List<String> worker(Lane lane) {
    double there = lane.endedNanos(recording.lengthNanos()) - lane.beganNanos();
    return List.of(
        lane.label(),
        lane.process(),
        Figures.count(lane.tasks()),
        Figures.time(lane.busyNanos()),
        Figures.percent(there > 0 ? Math.min(1, lane.busyNanos() / there) : 0),
        Figures.time(lane.times().idleNanos()),
        Figures.time(lane.times().backoffNanos()),
        Figures.count(lane.times().backoffs()),
        Figures.time(lane.longestNanos()));
  }

  private static String facts(String caption, List<Fact> facts) {
    return Html.table(
        caption,
        List.of("name", "value"),
        facts.stream().map(fact -> List.of(fact.name(), fact.value())).toList());
  }

  private String method() {
    String slots =
        "The pictures show the run in slots of "
            + Figures.time(recording.slotNanos())
            + ". Run times are those that the workers measured. A task is shown where it must have"
            + " begun: when it was handed to its worker, or when the one before it had ended.";
    String merged =
        recording.merged() == 0
            ? "Every task is in the trace on its own."
            : "The "
                + Figures.count(Recording.EXACT_TASKS)
                + " slowest tasks are in the trace on their own; the other "
                + Figures.count(recording.merged())
                + " are merged into these slots.";
    String workers =
        "At most "
            + Figures.count(Recording.EXACT_WORKERS)
            + " workers are told apart; later ones are shown together.";
    String asleep =
        "A worker asleep in backoff looks for messages between sleeps, as its MPI cannot wake it.";
    return paragraph(slots) + paragraph(merged + " " + workers) + paragraph(asleep);
  }
}
