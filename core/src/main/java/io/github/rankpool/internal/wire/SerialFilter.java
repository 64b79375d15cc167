package io.github.rankpool.internal.wire;

import java.io.ObjectInputFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says which classes and sizes may come out of payloads: what {@link ObjectInputFilter} is for
 * streams of Java serialization, here for the short forms as well. Immutable.
 */
public final class SerialFilter {
  /** For what consists of the pool's own classes only. */
  public static final SerialFilter OWN = of("!*", "Rankpool's own, for setups");

  final ObjectInputFilter filter;

  /** For messages: what it says and where it was set. */
  final String text;

  private SerialFilter(ObjectInputFilter filter, String text) {
    this.filter = filter;
    this.text = text;
  }

  /**
   * Makes a filter.
   *
   * @param pattern as of the JDK's {@code jdk.serialFilter}
   * @param origin where it was set, for messages
   * @return the filter
   * @throws IllegalArgumentException if that is no pattern, or an empty one
   */
  public static SerialFilter of(String pattern, String origin) {
    String problem = "it is empty";
    try {
      ObjectInputFilter filter = ObjectInputFilter.Config.createFilter(pattern);
      if (filter != null) {
        return new SerialFilter(filter, "'" + pattern + "' (" + origin + ")");
      }
    } catch (IllegalArgumentException e) {
      problem = String.valueOf(e.getMessage());
    }
    throw new IllegalArgumentException(
        "RP-411: '"
            + pattern
            + "' ("
            + origin
            + ") is no filter: "
            + problem
            + ". Write it as the JDK's jdk.serialFilter, such as com.example.**;java.util.*;!*");
  }

  /** The filter of this JVM; null if it has none. */
  static @Nullable SerialFilter ofJvm() {
    return ofJvm(ObjectInputFilter.Config.getSerialFilter());
  }

  static @Nullable SerialFilter ofJvm(@Nullable ObjectInputFilter filter) {
    return filter == null ? null : new SerialFilter(filter, "of the JVM (jdk.serialFilter)");
  }
}
