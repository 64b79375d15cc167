package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.rankpool.testkit.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChromeTraceTest {
  private static final String TITLE = "Run of \"C:\\x\"\n\u0007 \ud83d\ude80 <b>";

  private static Map<?, ?> trace(Recording recording) {
    Summary summary = Recordings.summary(TITLE, recording);
    Object read = Json.read(Recordings.trace(recording, summary));
    return (Map<?, ?>) Objects.requireNonNull(read);
  }

  private static List<Map<?, ?>> events(Recording recording, String phase) {
    List<?> events = (List<?>) Objects.requireNonNull(trace(recording).get("traceEvents"));
    Stream<Map<?, ?>> all = events.stream().map(event -> (Map<?, ?>) event);
    return all.filter(event -> phase.equals(event.get("ph"))).toList();
  }

  private static List<String> names(Recording recording) {
    return events(recording, "M").stream()
        .map(event -> String.valueOf(arguments(event).get("name")))
        .toList();
  }

  private static double number(Map<?, ?> event, String name) {
    return (Double) Objects.requireNonNull(event.get(name));
  }

  private static Map<?, ?> arguments(Map<?, ?> event) {
    return (Map<?, ?>) Objects.requireNonNull(event.get("args"));
  }

  @Test
  void everyTaskIsAnEventOfItsWorker() {
    List<Map<?, ?>> tasks = events(Recordings.known(), "X");

    assertThat(tasks).hasSize(40);
    assertThat(tasks.stream().map(task -> number(task, "tid")).distinct()).hasSize(2);
    Map<?, ?> failed =
        tasks.stream()
            .filter(task -> "task 105".equals(task.get("name")))
            .findFirst()
            .orElseThrow();
    assertThat(number(failed, "ts")).isEqualTo(90_000);
    assertThat(number(failed, "dur")).isEqualTo(10_000);
    assertThat(arguments(failed).get("outcome")).isEqualTo("failed");
    assertThat(arguments(failed).get("ran_ms")).isEqualTo(10.0);
  }

  @Test
  void workersAndTheRunHaveNames() {
    assertThat(names(Recordings.known())).containsExactly(TITLE, "worker 0", "worker 1");
  }

  @Test
  void theThroughputIsACounter() {
    Recording recording = Recordings.known();
    double perSlot = 1e9 / recording.slotNanos();

    double tasks =
        events(recording, "C").stream()
            .mapToDouble(event -> number(arguments(event), "tasks") / perSlot)
            .sum();

    assertThat(tasks).isCloseTo(40, within(1e-6));
  }

  @Test
  void shorterTasksAreMergedAndStillCounted() {
    Recording recording = Recordings.many(50_000);
    List<Map<?, ?>> events = events(recording, "X");

    double merged =
        events.stream()
            .filter(event -> arguments(event).containsKey("tasks"))
            .mapToDouble(event -> number(arguments(event), "tasks"))
            .sum();
    long exact = events.stream().filter(event -> arguments(event).containsKey("ran_ms")).count();

    assertThat(exact).isEqualTo(Recording.EXACT_TASKS);
    assertThat(merged).isEqualTo(40_000);
    assertThat(events).hasSizeLessThan(Recording.EXACT_TASKS + 4 * TimeSlots.SLOTS);
    assertThat(names(recording)).contains("worker 3, shorter tasks");
  }

  @Test
  void eventsOfAThreadDoNotOverlap() {
    Recording recording = new Recording();
    Lane lane = recording.lanes().obtain(1, 0, "node7", -2, 0);
    // Told in the wrong order.
    recording.ended(lane, new Recording.EndedTask(2, "completed", 0, 5_000, 20_000, 10_000));
    recording.ended(lane, new Recording.EndedTask(1, "completed", 0, 0, 11_000, 10_000));
    recording.cover(20_000);

    List<Map<?, ?>> tasks = events(recording, "X");

    assertThat(number(tasks.get(0), "ts") + number(tasks.get(0), "dur"))
        .isLessThanOrEqualTo(number(tasks.get(1), "ts"));
  }

  @Test
  void whatIsKnownOfTheRunIsInItsOtherData() {
    Map<?, ?> other = (Map<?, ?>) Objects.requireNonNull(trace(new Recording()).get("otherData"));

    assertThat(other.get("program & \"arguments\"")).isEqualTo("<script>alert('x')");
  }
}
