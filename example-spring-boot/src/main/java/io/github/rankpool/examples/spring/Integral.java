package io.github.rankpool.examples.spring;

/** What runs on the workers: a class of its own, so that they need nothing of Spring. */
final class Integral {
  private static final int STEPS = 100_000;

  private Integral() {}

  static double ofSine(double from, double width) {
    double step = width / STEPS;
    double sum = 0;
    for (int i = 0; i < STEPS; i++) {
      sum += Math.sin(from + (i + 0.5) * step);
    }
    return sum * step;
  }
}
