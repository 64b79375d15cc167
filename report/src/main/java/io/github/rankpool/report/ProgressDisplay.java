package io.github.rankpool.report;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes how far a run has come: on a terminal in one line, over and over; elsewhere in a line of
 * its own every ten seconds. Not thread-safe.
 */
final class ProgressDisplay {
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String NAME = "rankpool: ";
  private static final String REST_OF_LINE = "\u001b[K";

  private final Terminal terminal;
  private final LongSupplier clock;
  private final long beganNanos;
  private final Rate rate = new Rate();
  private long lineNanos;
  private boolean isShown;

  /**
   * Shows nothing yet.
   *
   * @param terminal where to write
   * @param clock in nanoseconds
   */
  ProgressDisplay(Terminal terminal, LongSupplier clock) {
    this.terminal = terminal;
    this.clock = clock;
    this.beganNanos = clock.getAsLong();
    this.lineNanos = beganNanos;
  }

  /** To be called a few times in a second. */
  void show(Totals totals) {
    long now = clock.getAsLong();
    rate.look(now, totals.done());
    if (terminal.columns().isPresent()) {
      // One less: a cursor beyond the last column is on the next line in some terminals.
      int columns = terminal.columns().getAsInt() - 1;
      String line = ProgressLine.of(totals, rate.perSecond(), columns, terminal.colors());
      write("\r" + line + REST_OF_LINE);
    } else if (now - lineNanos >= LINE_NANOS) {
      lineNanos = now;
      write(NAME + ProgressLine.of(totals, rate.perSecond()) + System.lineSeparator());
    }
  }

  /** Says how it ended, if anything was said before. */
  void end(Totals totals) {
    if (isShown) {
      double seconds = (clock.getAsLong() - beganNanos) / NANOS_PER_SECOND;
      String begin = terminal.columns().isPresent() ? "\r" + REST_OF_LINE : "";
      write(begin + NAME + ProgressLine.end(totals, seconds) + System.lineSeparator());
    }
  }

  private void write(String text) {
    terminal.out().print(text);
    terminal.out().flush();
    isShown = true;
  }
}
