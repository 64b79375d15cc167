package io.github.rankpool.cli;

import io.github.rankpool.MpiPoolExecutor;
import io.github.rankpool.PoolListener;
import io.github.rankpool.report.ProgressBar;
import io.github.rankpool.report.RunRecorder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Looks at all pools of a program, and shows what the command line asks for. */
final class Watch implements AutoCloseable {
  private final @Nullable ProgressBar bar;
  private final @Nullable RunRecorder recorder;
  private final @Nullable Exposition exposition;
  private final @Nullable MetricsServer server;
  private final @Nullable Path report;
  private final @Nullable Path trace;
  private final PrintStream err;
  private final PoolListener listener = this::follow;
  private final AtomicBoolean isClosed = new AtomicBoolean();

  private Watch(String mainClass, RunOptions options, PrintStream err) throws RefusedException {
    Integer port = options.metricsPort();
    if (port == null) {
      this.exposition = null;
      this.server = null;
    } else {
      this.exposition = Expositions.load();
      this.server = MetricsServer.start(port, exposition);
    }
    this.report = path(options.report());
    this.trace = path(options.trace());
    this.bar = options.progress() ? ProgressBar.create() : null;
    this.recorder =
        report != null || trace != null ? RunRecorder.titled("Run of " + mainClass) : null;
    this.err = err;
  }

  /** The program may not change the working folder, but what it is called is looked up once. */
  private static @Nullable Path path(@Nullable String name) {
    return name == null ? null : Path.of(name).toAbsolutePath();
  }

  /**
   * Begins to look, until {@link #close} or the end of the JVM.
   *
   * @param mainClass of the program
   * @param options were checked
   * @param err for the address of the meters, and for what goes wrong
   * @throws RefusedException if another program has taken the port since
   */
  static Watch begin(String mainClass, RunOptions options, PrintStream err)
      throws RefusedException {
    Watch watch = new Watch(mainClass, options, err);
    if (watch.server != null) {
      err.println("rankpool: metrics at " + watch.server.address());
    }
    if (watch.bar != null || watch.recorder != null || watch.exposition != null) {
      PoolListener.add(watch.listener);
      // The JVM lives until all tasks are done, whether or not main has returned.
      Runtime.getRuntime().addShutdownHook(new Thread(watch::close, "rankpool-report"));
    }
    return watch;
  }

  private void follow(MpiPoolExecutor pool) {
    if (bar != null) {
      bar.follow(pool);
    }
    if (recorder != null) {
      recorder.follow(pool);
    }
    if (exposition != null) {
      exposition.follow(pool);
    }
  }

  /** Writes the files, and serves no more. Idempotent. */
  @Override
  public void close() {
    if (!isClosed.compareAndSet(false, true)) {
      return;
    }
    PoolListener.remove(listener);
    if (bar != null) {
      bar.close();
    }
    if (recorder != null) {
      write(report, recorder::writeHtml);
      write(trace, recorder::writeTrace);
      recorder.close();
    }
    if (server != null) {
      server.close();
    }
  }

  /** Something that writes a file. */
  private interface Writer {
    void write(Path file) throws IOException;
  }

  private void write(@Nullable Path file, Writer writer) {
    if (file != null) {
      try {
        writer.write(file);
      } catch (IOException e) {
        err.println(e.getMessage());
      }
    }
  }
}
