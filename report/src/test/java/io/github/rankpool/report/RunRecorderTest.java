package io.github.rankpool.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.SerializableFunction;
import io.github.rankpool.config.Setting;
import io.github.rankpool.testkit.Json;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Real pools, whose workers are threads. */
@ExtendWith(Watchdog.class)
class RunRecorderTest {
  private final Path folder;

  RunRecorderTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static MpiPoolExecutor pool(int workers) {
    return MpiPoolExecutor.builder().backend("threads").maxWorkers(workers).build();
  }

  private static void run(MpiPoolExecutor pool, int good, int bad) {
    SerializableFunction<Integer, Integer> task =
        n -> {
          if (n < 0) {
            throw new IllegalStateException("bad");
          }
          return n;
        };
    IntStream.range(0, good)
        .mapToObj(n -> pool.submit(task, n))
        .toList()
        .forEach(future -> future.join());
    IntStream.range(0, bad)
        .mapToObj(n -> pool.submit(task, -1))
        .toList()
        .forEach(
            future -> assertThat(future.handle((value, failure) -> failure).join()).isNotNull());
  }

  private String html(RunRecorder recorder) throws IOException {
    Path file = folder.resolve("run.html");
    recorder.writeHtml(file);
    return Files.readString(file);
  }

  private static String cell(String html, String row) {
    Matcher cell =
        Pattern.compile("<th scope=\"row\">" + row + "</th><td>([^<]*)</td>").matcher(html);
    assertThat(cell.find()).as(row).isTrue();
    return cell.group(1);
  }

  @Test
  void thePageTellsHowManyTasksTheRunHad() throws IOException {
    try (MpiPoolExecutor pool = pool(3);
        RunRecorder recorder = RunRecorder.of(pool)) {
      run(pool, 20, 2);
      String html = html(recorder);

      assertThat(cell(html, "tasks submitted")).isEqualTo("22");
      assertThat(cell(html, "completed")).isEqualTo("20");
      assertThat(cell(html, "failed")).isEqualTo("2");
      assertThat(cell(html, "backend")).isEqualTo("threads");
      assertThat(html).contains("worker 0<", "worker 2<").doesNotContain("worker 3<");
    }
  }

  @Test
  void theTraceHasEveryTaskWithItsOutcome() throws IOException {
    try (MpiPoolExecutor pool = pool(2);
        RunRecorder recorder = RunRecorder.of(pool)) {
      run(pool, 5, 1);
      Path file = folder.resolve("run.json");
      recorder.writeTrace(file);

      Map<?, ?> trace = (Map<?, ?>) Objects.requireNonNull(Json.read(Files.readString(file)));
      List<String> outcomes =
          ((List<?>) Objects.requireNonNull(trace.get("traceEvents")))
              .stream()
                  .map(event -> (Map<?, ?>) event)
                  .filter(event -> "X".equals(event.get("ph")))
                  .map(event -> (Map<?, ?>) Objects.requireNonNull(event.get("args")))
                  .map(arguments -> String.valueOf(arguments.get("outcome")))
                  .toList();
      assertThat(outcomes).hasSize(6).containsOnlyOnce("failed").contains("completed");
    }
  }

  @Test
  void poolsThatHaveEndedCountOn() throws IOException {
    try (RunRecorder recorder = RunRecorder.titled("several").fact("<what>", "a & b")) {
      for (int i = 0; i < 3; i++) {
        try (MpiPoolExecutor pool = pool(1)) {
          recorder.follow(pool);
          run(pool, 4, 0);
        }
        // Nobody holds the pool any more, and its figures may not have been asked for yet.
        System.gc();
      }
      String html = html(recorder);

      assertThat(cell(html, "completed")).isEqualTo("12");
      assertThat(cell(html, "&lt;what&gt;")).isEqualTo("a &amp; b");
      assertThat(html).contains("<h1>several</h1>", "worker 0 of pool 3");
    }
  }

  @Test
  void settingsAreShownWithTheirOriginAndNothingElseIs() throws IOException {
    System.setProperty(Setting.BACKOFF.property(), "2ms");
    System.setProperty("rankpool.no-setting", "secret");
    try (RunRecorder recorder = RunRecorder.titled("set")) {
      String html = html(recorder);

      assertThat(cell(html, "setting backoff")).isEqualTo("2ms (system property rankpool.backoff)");
      assertThat(html).doesNotContain("secret");
    } finally {
      System.clearProperty(Setting.BACKOFF.property());
      System.clearProperty("rankpool.no-setting");
    }
  }

  @Test
  void settingsThatCannotBeReadDoNotKeepAPageFromBeingWritten() throws IOException {
    System.setProperty("rankpool.config", folder.resolve("missing").toString());
    try (RunRecorder recorder = RunRecorder.titled("unset")) {
      assertThat(cell(html(recorder), "settings")).contains("RP-106: ", "missing");
    } finally {
      System.clearProperty("rankpool.config");
    }
  }

  @Test
  void aProgressBarHasNothingMeasuredAndARecorderHas() throws IOException {
    try (MpiPoolExecutor pool = pool(1);
        ProgressBar bar = ProgressBar.create()) {
      bar.follow(pool);
      run(pool, 4, 0);
      assertThat(pool.statistics().runs().count()).isZero();

      try (RunRecorder recorder = RunRecorder.titled("measured")) {
        recorder.follow(pool);
        run(pool, 4, 0);
        assertThat(pool.statistics().runs().count()).isEqualTo(4);
      }
    }
  }

  @Test
  void nothingIsRecordedAfterTheEnd() throws IOException {
    try (MpiPoolExecutor pool = pool(1)) {
      RunRecorder recorder = RunRecorder.of(pool);
      run(pool, 4, 0);
      recorder.close();
      run(pool, 7, 0);

      assertThat(cell(html(recorder), "completed")).isEqualTo("4");
      recorder.close();
    }
  }
}
