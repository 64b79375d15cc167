package io.github.rankpool.cli;

import java.util.Arrays;

/**
 * What came of measuring something several times.
 *
 * @param measure what was measured, in its unit
 * @param median of the samples
 * @param low only one in a hundred samples is lower; with less than a hundred, the lowest
 * @param high only one in a hundred samples is higher; with less than a hundred, the highest
 * @param samples how many there are
 */
record Figure(Measure measure, double median, double low, double high, int samples) {

  /** What {@code rankpool bench} measures, in the order in which it is shown. */
  enum Measure {
    FIRST_START("first-start", "first pool of a program: start", "ms"),
    NEXT_START("next-start", "further pools of a program: start", "ms"),
    LATENCY("latency", "a task that does nothing, there and back", "us"),
    SUBMIT("submit", "tasks that do nothing, by submit", "tasks/s"),
    MAP("map", "the same by map, in chunks of " + BenchLoad.CHUNK, "tasks/s"),
    COPIED("bandwidth", "byte[] of 8 MiB, there and back", "MB/s"),
    ZERO_COPY("bandwidth-zero-copy", "byte[] of 8 MiB with zeroCopy", "MB/s");

    private final String key;
    private final String meaning;
    private final String unit;

    Measure(String key, String meaning, String unit) {
      this.key = key;
      this.meaning = meaning;
      this.unit = unit;
    }

    /** For machines. */
    String key() {
      return key;
    }

    /** For people. */
    String meaning() {
      return meaning;
    }

    String unit() {
      return unit;
    }
  }

  /**
   * Sums samples up.
   *
   * @param samples at least one
   */
  static Figure of(Measure measure, double... samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    int outliers = sorted.length / 100;
    return new Figure(
        measure,
        sorted[sorted.length / 2],
        sorted[outliers],
        sorted[sorted.length - 1 - outliers],
        sorted.length);
  }

  /** In a line of text, for {@link #parse}. */
  String format() {
    return String.join(" ", measure.name(), median + "", low + "", high + "", samples + "");
  }

  /** Reads what {@link #format} wrote. */
  static Figure parse(String text) {
    String[] parts = text.split(" ", -1);
    return new Figure(
        Measure.valueOf(parts[0]),
        Double.parseDouble(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]),
        Integer.parseInt(parts[4]));
  }
}
