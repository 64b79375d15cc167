package io.github.rankpool.benchmarks;

import java.util.Arrays;

/** Order statistics of samples. */
final class Statistics {
  private final double[] sorted;

  private Statistics(double[] sorted) {
    this.sorted = sorted;
  }

  static Statistics of(double... samples) {
    if (samples.length == 0) {
      throw new IllegalArgumentException("no samples");
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    return new Statistics(sorted);
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  double median() {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The smallest sample that is not exceeded by the given percentage of all. */
  double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(rank, 1) - 1];
  }
}
