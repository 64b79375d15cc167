package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecordingTest {
  private static final int MILLION = 1_000_000;

  @Test
  void aMillionTasksTakeNoMoreRoomThanTenThousand() {
    Recording recording = Recordings.many(MILLION);
    Summary summary = Recordings.summary("many", recording);
    Recording fewer = Recordings.many(20_000);

    assertThat(recording.slowestFirst()).hasSize(Recording.EXACT_TASKS);
    assertThat(recording.merged()).isEqualTo(MILLION - Recording.EXACT_TASKS);
    assertThat(recording.slots()).isLessThanOrEqualTo(TimeSlots.SLOTS);
    assertThat(new HtmlReport(recording, summary).page().length())
        .isLessThan(3 * new HtmlReport(fewer, summary).page().length());
    assertThat(Recordings.trace(recording, summary).length())
        .isLessThan(2 * Recordings.trace(fewer, summary).length());
  }

  @Test
  void aCopyLooksTheSameAndStaysAsItIs() {
    Recording recording = Recordings.many(20_000);
    Summary summary = Recordings.summary("many", recording);
    String page = new HtmlReport(recording, summary).page();
    String trace = Recordings.trace(recording, summary);

    Recording copy = recording.copy();
    Lane lane = recording.lanes().all().get(0);
    long end = 30_000 * Recordings.MILLI;
    recording.ended(lane, new Recording.EndedTask(1, "failed", 0, end / 2, end, end / 2));
    recording.workers(1, List.of(), end);
    recording.cover(end);

    assertThat(new HtmlReport(copy, summary).page()).isEqualTo(page);
    assertThat(Recordings.trace(copy, summary)).isEqualTo(trace);
    assertThat(new HtmlReport(recording, summary).page()).isNotEqualTo(page);
  }

  @Test
  void noneOfAMillionTasksIsForgotten() {
    Recording recording = Recordings.many(MILLION);

    assertThat(recording.runTimes().count()).isEqualTo(MILLION);
    assertThat(recording.lanes().all().stream().mapToLong(Lane::tasks)).containsOnly(MILLION / 4L);
    assertThat(IntStream.range(0, recording.slots()).mapToLong(recording.ended()::get).sum())
        .isEqualTo(MILLION);
    long busy =
        recording.lanes().all().stream()
            .flatMapToLong(
                lane -> IntStream.range(0, recording.slots()).mapToLong(lane.busy()::get))
            .sum();
    assertThat(busy).isEqualTo(recording.lanes().all().stream().mapToLong(Lane::busyNanos).sum());
  }

  @Test
  void theSlowestAreKept() {
    Recording recording = Recordings.many(50_000);

    assertThat(recording.slowestFirst().get(0).id()).isEqualTo(25_000);
    assertThat(recording.slowestFirst())
        .isSortedAccordingTo(Comparator.comparingLong(TaskSpan::runNanos).reversed());
    // Run times go round in a thousand steps; the upper fifth of them is kept.
    assertThat(recording.slowestFirst().get(Recording.EXACT_TASKS - 1).runNanos())
        .isEqualTo(Recordings.MILLI / 10 + 800);
  }
}
