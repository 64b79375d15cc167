package io.github.rankpool.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads durations as people write them: {@code 0.001}, {@code 250us}, {@code 1ms}, {@code PT1S}.
 */
final class Durations {
  private static final Pattern NUMBER_AND_UNIT =
      Pattern.compile("([0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]{1,3})?)\\s*([a-zµ]*)");
  private static final Map<String, BigDecimal> NANOS =
      Map.of(
          "", BigDecimal.valueOf(1_000_000_000),
          "s", BigDecimal.valueOf(1_000_000_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "ns", BigDecimal.ONE);

  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

  private Durations() {}

  /** Writes a duration as people do, if it is one of whole milliseconds; it can be read again. */
  static String format(Duration duration) {
    if (duration.equals(Duration.ofSeconds(duration.toSeconds()))) {
      return duration.toSeconds() + "s";
    }
    boolean wholeMillis = duration.equals(Duration.ofMillis(duration.toMillis()));
    return wholeMillis ? duration.toMillis() + "ms" : duration.toString();
  }

  /**
   * Reads a duration.
   *
   * @param text a number of seconds, a number with a unit (s, ms, us, ns), or ISO-8601
   * @return zero to 2^63-1 nanoseconds; null if the text is no such duration
   */
  static @Nullable Duration parse(String text) {
    Matcher matcher = NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      BigDecimal unit = NANOS.get(matcher.group(2));
      if (unit == null) {
        return null;
      }
      BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(unit);
      boolean fits = nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0;
      return fits ? Duration.ofNanos(nanos.longValue()) : null;
    }
    try {
      Duration duration = Duration.parse(text);
      return duration.isNegative() || duration.compareTo(LONGEST) > 0 ? null : duration;
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
