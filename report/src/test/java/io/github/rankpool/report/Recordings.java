package io.github.rankpool.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs that never were. */
final class Recordings {
  static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long ELSEWHERE = -2;

  private Recordings() {}

  /**
   * Tasks of 10 ms, twenty for each of two workers, of which the second pauses 10 ms before each
   * and sleeps in that time; one of them fails.
   */
  static Recording known() {
    Recording recording = new Recording();
    Lane first = recording.lanes().obtain(1, 0, "node<7>", ELSEWHERE, 0);
    Lane second = recording.lanes().obtain(1, 1, "node8", ELSEWHERE, 0);
    for (int i = 1; i <= 20; i++) {
      recording.ended(first, task(i, "completed", 10L * (i - 1), 10L * i));
      recording.ended(
          second, task(100 + i, i == 5 ? "failed" : "completed", 20L * i - 10, 20L * i));
    }
    second.tell(new Lane.WorkerTimes(200 * MILLI, 200 * MILLI, 20), 400 * MILLI);
    recording.cover(400 * MILLI);
    return recording;
  }

  private static Recording.EndedTask task(long id, String outcome, long fromMillis, long toMillis) {
    return new Recording.EndedTask(
        id, outcome, 0, fromMillis * MILLI, toMillis * MILLI, (toMillis - fromMillis) * MILLI);
  }

  /** Many short tasks on four workers, one of which is long. */
  static Recording many(int tasks) {
    Recording recording = new Recording();
    for (int i = 0; i < tasks; i++) {
      Lane lane = recording.lanes().obtain(1, i % 4, "node7", ELSEWHERE, 0);
      long end = (i + 1) * MILLI;
      long run = i == tasks / 2 ? MILLI : MILLI / 10 + i % 1000;
      recording.ended(lane, new Recording.EndedTask(i, "completed", 0, end - MILLI, end, run));
    }
    recording.cover(tasks * MILLI);
    return recording;
  }

  static String trace(Recording recording, Summary summary) {
    StringWriter text = new StringWriter();
    try {
      new ChromeTrace(recording, summary).write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  static Summary summary(String title, Recording recording) {
    Totals totals = new Totals(40, 39, 1, 0, 0, 0, 0, 2, 0, 1_500, 2_500_000);
    List<Fact> settings = List.of(new Fact("program & \"arguments\"", "<script>alert('x')"));
    return Summary.of(title, Instant.EPOCH, totals, recording, settings);
  }
}
