package io.github.rankpool.config;

import java.io.ObjectInputFilter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How values of a kind are written.
 *
 * @param accepted what can be given, for messages and documentation
 * @param parser makes a value of text without blanks around it; null if the text is none
 * @param <T> type of the values
 */
record Form<T>(String accepted, Function<String, @Nullable T> parser) {
  private static final Set<String> YES = Set.of("1", "y", "yes", "true", "on");
  private static final Set<String> NO = Set.of("0", "n", "no", "false", "off");

  /** The booleans of YAML, and 1 and 0. */
  static final Form<Boolean> YES_OR_NO =
      new Form<>("yes or no (also true, on, 1; false, off, 0)", Form::yesOrNo);

  /** Anything but nothing. */
  static Form<String> name(String accepted) {
    return new Form<>(accepted, text -> text.isEmpty() ? null : text);
  }

  static Form<String> oneOf(List<String> words) {
    return new Form<>(
        "one of " + String.join(", ", words),
        text -> {
          String word = text.toUpperCase(Locale.ROOT);
          return words.contains(word) ? word : null;
        });
  }

  static Form<Integer> wholeNumber(int least, String example) {
    return new Form<>(
        "a whole number, at least " + least + ", such as " + example,
        text -> {
          try {
            int number = Integer.parseInt(text);
            return number >= least ? number : null;
          } catch (NumberFormatException e) {
            return null;
          }
        });
  }

  static Form<Duration> duration(String examples) {
    return new Form<>(
        "seconds, or a number with a unit (s, ms, us, ns), such as " + examples, Durations::parse);
  }

  static Form<String> serialFilter() {
    return new Form<>(
        "a pattern as of jdk.serialFilter, such as com.example.**;java.base/*;!*",
        text -> {
          try {
            return ObjectInputFilter.Config.createFilter(text) == null ? null : text;
          } catch (IllegalArgumentException e) {
            return null;
          }
        });
  }

  static Form<Path> path(String accepted) {
    return new Form<>(
        accepted,
        text -> {
          try {
            return text.isEmpty() ? null : Path.of(text);
          } catch (InvalidPathException e) {
            return null;
          }
        });
  }

  static Form<List<String>> words(String accepted) {
    return new Form<>(accepted, text -> text.isEmpty() ? List.of() : List.of(text.split("\\s+")));
  }

  static Form<Map<String, String>> pairs(String accepted) {
    return new Form<>(accepted, Form::pairsOf);
  }

  private static @Nullable Boolean yesOrNo(String text) {
    String word = text.toLowerCase(Locale.ROOT);
    if (YES.contains(word)) {
      return true;
    }
    return NO.contains(word) ? false : null;
  }

  private static @Nullable Map<String, String> pairsOf(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.split(";", -1)) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? "" : pair.substring(0, equals).strip();
      if (key.isEmpty() || pairs.put(key, pair.substring(equals + 1).strip()) != null) {
        return null;
      }
    }
    return pairs;
  }
}
