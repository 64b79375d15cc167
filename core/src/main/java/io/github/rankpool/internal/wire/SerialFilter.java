package io.github.rankpool.internal.wire;

import java.io.ObjectInputFilter;
import java.io.Serializable;

/**
 * Which classes may be made of what comes, as the pattern of an {@link ObjectInputFilter} says.
 *
 * @param pattern as of the system property {@code jdk.serialFilter}; empty for the JVM's own filter
 * @param origin who has set it, for messages
 */
public record SerialFilter(String pattern, String origin) implements Serializable {
  /** What the JVM itself asks for. */
  public static final SerialFilter OF_JVM = new SerialFilter("", "jdk.serialFilter of the JVM");

  /**
   * Checks the pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  public SerialFilter {
    try {
      ObjectInputFilter.Config.createFilter(pattern);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "RP-410: the serialization filter '"
              + pattern
              + "' ("
              + origin
              + ") is no pattern: "
              + e.getMessage()
              + ". Write it as that of jdk.serialFilter, such as com.example.**;java.base/*;!*",
          e);
    }
  }

  /**
   * A codec that decodes what this filter admits.
   *
   * @param codec does the work
   * @return a codec; the one given if there is nothing to be checked
   */
  public Codec applyTo(Codec codec) {
    ObjectInputFilter filter =
        pattern.isEmpty()
            ? ObjectInputFilter.Config.getSerialFilter()
            : ObjectInputFilter.Config.createFilter(pattern);
    return filter == null ? codec : new FilteredCodec(codec, filter, this);
  }
}
