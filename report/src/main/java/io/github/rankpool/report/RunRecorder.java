package io.github.rankpool.report;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.PoolStatistics;
import io.github.rankpool.TaskOutcome;
import io.github.rankpool.TaskReport;
import io.github.rankpool.WorkerStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Records what the workers of a pool do, and shows it as a page and as a trace.
 *
 * <pre>{@code
 * try (RunRecorder recorder = RunRecorder.of(pool)) {
 *   pool.map(Cell::simulate, cells).forEach(this::show);
 *   recorder.writeHtml(Path.of("run.html"));
 *   recorder.writeTrace(Path.of("run.json"));
 * }
 * }</pre>
 *
 * <p>Recording needs no more than about 30 MB however long the run, and writing as much again: ten
 * thousand tasks are kept one by one, those that ran longest; the others are merged into slots of
 * time, at most 512. Each of the first thousand workers is shown on its own, later ones together.
 *
 * <p>Safe for use by many threads.
 */
public final class RunRecorder implements AutoCloseable {
  private static final long NO_PROCESS = -1;

  private final String title;
  private final Instant began = Instant.now();
  private final long beganNanos = System.nanoTime();
  private final Recording recording = new Recording();
  private final FollowedPools pools = new FollowedPools();
  private final Set<String> backends = new TreeSet<>();
  private final List<Fact> facts = new ArrayList<>();
  private boolean isClosed;
  private final Ticker ticker = new Ticker("rankpool-recorder", this::look);

  private RunRecorder(String title) {
    this.title = title;
  }

  /**
   * Begins to record pools that are yet to be named.
   *
   * @param title of the page
   * @return to be closed by the caller
   */
  public static RunRecorder titled(String title) {
    return new RunRecorder(title);
  }

  /**
   * Begins to record a pool.
   *
   * @param pool held weakly; tasks that ended before are missing
   * @return to be closed by the caller, before or after the pool
   */
  public static RunRecorder of(MpiPoolExecutor pool) {
    RunRecorder recorder = titled("A run on " + pool.backend());
    recorder.follow(pool);
    return recorder;
  }

  /**
   * Records one more pool, together with the others.
   *
   * @param pool held weakly; tasks that ended before are missing
   */
  public synchronized void follow(MpiPoolExecutor pool) {
    backends.add(pool.backend());
    pools.add(pool, this::ended);
  }

  /**
   * Adds a line to what the page says of the run.
   *
   * @param name any text
   * @param value any text
   * @return this
   */
  public synchronized RunRecorder fact(String name, String value) {
    facts.add(new Fact(name, value));
    return this;
  }

  private synchronized void ended(int pool, TaskReport report) {
    if (report.worker() < 0) {
      return; // No worker has had it: the totals tell of it.
    }
    Recording.EndedTask task =
        new Recording.EndedTask(
            report.id(),
            words(report.outcome()),
            report.submittedNanos() - beganNanos,
            report.sentNanos() - beganNanos,
            report.endedNanos() - beganNanos,
            report.runNanos());
    recording.ended(laneOf(pool, report.worker()), task);
  }

  private static String words(TaskOutcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private Lane laneOf(int pool, int rank) {
    Lane known = recording.lanes().find(pool, rank);
    if (known == null) {
      look();
      // Unknown still if it was lost at once.
      known = recording.lanes().obtain(pool, rank, "unknown host", NO_PROCESS, now());
    }
    return known;
  }

  private long now() {
    return System.nanoTime() - beganNanos;
  }

  private synchronized void look() {
    if (isClosed) {
      return;
    }
    pools.ask(
        new FollowedPools.Listener() {
          @Override
          public void told(int number, PoolStatistics statistics) {
            RunRecorder.this.told(number, statistics);
          }

          @Override
          public void ended(int number) {
            recording.workers(number, List.of(), now());
          }
        });
    recording.cover(now());
  }

  private void told(int pool, PoolStatistics statistics) {
    List<Integer> ranks = new ArrayList<>();
    for (WorkerStatistics worker : statistics.workers()) {
      ranks.add(worker.rank());
      WorkerStatistics.Work work = worker.work();
      recording
          .lanes()
          .obtain(pool, worker.rank(), worker.host(), worker.pid(), now())
          .tell(
              new Lane.WorkerTimes(
                  work.idleNanos(), work.backoff().nanos(), work.backoff().count()),
              now());
    }
    recording.workers(pool, ranks, now());
  }

  /**
   * Writes the page: one file that needs no other and no network. It is there as a whole or not at
   * all; one of the same name is replaced.
   *
   * @param file in a folder that is there
   * @throws IOException if it cannot be written
   */
  public void writeHtml(Path file) throws IOException {
    Run run = runUntilNow();
    String page = new HtmlReport(run.recording(), run.summary()).page();
    WholeFile.write(file, writer -> writer.write(page));
  }

  /**
   * Writes the trace, for Perfetto or {@code chrome://tracing}, in the way of {@link #writeHtml}.
   *
   * @param file in a folder that is there
   * @throws IOException if it cannot be written
   */
  public void writeTrace(Path file) throws IOException {
    Run run = runUntilNow();
    WholeFile.write(file, new ChromeTrace(run.recording(), run.summary())::write);
  }

  /** What does not change any more, so that no task waits while it is drawn. */
  private record Run(Recording recording, Summary summary) {}

  private synchronized Run runUntilNow() {
    look();
    List<Fact> settings = new ArrayList<>(facts);
    settings.add(new Fact("backend", String.join(", ", backends)));
    settings.addAll(Surroundings.facts());
    return new Run(recording.copy(), Summary.of(title, began, pools.totals(), recording, settings));
  }

  /** Records no more. What was recorded can still be written. Idempotent. */
  @Override
  public synchronized void close() {
    look();
    isClosed = true;
    ticker.close();
    pools.close();
  }
}
