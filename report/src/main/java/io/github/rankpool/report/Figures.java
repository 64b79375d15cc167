package io.github.rankpool.report;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Writes figures as people read them, the same in all countries. */
final class Figures {
  private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final double KILO = 1_000;
  private static final long SECONDS_PER_HOUR = 3_600;
  private static final long SECONDS_PER_MINUTE = 60;
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private Figures() {}

  /** With three digits that count: {@code 1.50 s}, {@code 23.0 ms}; minutes from 100 s on. */
  static String time(double nanos) {
    if (nanos <= 0) {
      return "0";
    }
    if (nanos < KILO) {
      return threeDigits(nanos) + " ns";
    }
    if (nanos < KILO * KILO) {
      return threeDigits(nanos / KILO) + " µs";
    }
    if (nanos < NANOS_PER_SECOND) {
      return threeDigits(nanos / KILO / KILO) + " ms";
    }
    return nanos < 100 * NANOS_PER_SECOND
        ? threeDigits(nanos / NANOS_PER_SECOND) + " s"
        : clock(Math.round(nanos / NANOS_PER_SECOND));
  }

  static String time(long nanos) {
    return time((double) nanos);
  }

  /** A round time, without digits that say nothing: {@code 2 s}, {@code 2.5 ms}. */
  static String roundTime(double nanos) {
    return time(nanos).replaceFirst("\\.0+ |(\\.\\d*[1-9])0+ ", "$1 ");
  }

  /** As a clock shows it: {@code 1:05}, {@code 2:00:00}. */
  static String clock(long seconds) {
    long hours = seconds / SECONDS_PER_HOUR;
    long minutes = seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE;
    long rest = seconds % SECONDS_PER_MINUTE;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, minutes, rest)
        : String.format(Locale.ROOT, "%d:%02d", minutes, rest);
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** How many in a second: {@code 12.3}, {@code 4,560}. */
  static String rate(double perSecond) {
    return perSecond >= KILO ? count(Math.round(perSecond)) : threeDigits(perSecond);
  }

  static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= KILO && unit < BYTE_UNITS.length - 1) {
      amount /= KILO;
      unit++;
    }
    return (unit == 0 ? count(bytes) : threeDigits(amount)) + " " + BYTE_UNITS[unit];
  }

  private static String threeDigits(double number) {
    int decimals = number >= 100 ? 0 : number >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
