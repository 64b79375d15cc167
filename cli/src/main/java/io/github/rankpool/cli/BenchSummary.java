package io.github.rankpool.cli;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * What {@code rankpool bench} has measured, and under which conditions.
 *
 * @param version of Rankpool
 * @param machine where it was
 * @param load of the machine before
 * @param workers of each pool
 * @param seconds of measuring for each backend
 * @param results of all backends
 */
record BenchSummary(
    String version,
    Machine machine,
    Load load,
    int workers,
    int seconds,
    List<Bench.Result> results) {

  /**
   * How much a machine has to do.
   *
   * @param average processes that want to run, in the last minute; negative if not known
   * @param processors that they have
   */
  record Load(double average, int processors) {
    static Load ofThisMachine() {
      return new Load(
          ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
          Runtime.getRuntime().availableProcessors());
    }

    /** Whether figures will be worse than they could be. */
    boolean isHigh() {
      return average > processors;
    }

    String inWords() {
      if (average < 0) {
        return "not known";
      }
      String words = String.format(Locale.ROOT, "%.1f on %d processors", average, processors);
      return isHigh() ? "machine loaded: " + words + "; measure again when it is quiet" : words;
    }
  }
}
