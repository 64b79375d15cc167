package io.github.rankpool.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON, strictly, so that what a test looks into is known to be some. */
public final class Json {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final Pattern STRING =
      Pattern.compile("\"((?:[^\"\\\\\\x00-\\x1f]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4})*+)\"");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(u(....)|.)");
  private static final int HEX = 16;

  private final String text;
  private int position;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads a whole text.
   *
   * @param text one value
   * @return a {@code Map}, {@code List}, {@code String}, {@code Double} or {@code Boolean}, or null
   * @throws IllegalArgumentException if it is no JSON
   */
  public static @Nullable Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.skipBlanks();
    json.require(json.position == text.length(), "the end");
    return value;
  }

  private void require(boolean holds, String expected) {
    if (!holds) {
      int end = Math.min(text.length(), position + 20);
      throw new IllegalArgumentException(
          expected + " expected at " + position + ": " + text.substring(position, end));
    }
  }

  private void skipBlanks() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private boolean take(String word) {
    skipBlanks();
    boolean there = text.startsWith(word, position);
    position += there ? word.length() : 0;
    return there;
  }

  private @Nullable Object value() {
    if (take("{")) {
      return object();
    }
    if (take("[")) {
      return array();
    }
    if (take("true")) {
      return true;
    }
    if (take("false")) {
      return false;
    }
    if (take("null")) {
      return null;
    }
    return position < text.length() && text.charAt(position) == '"' ? string() : number();
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (take("}")) {
      return members;
    }
    do {
      skipBlanks();
      String name = string();
      require(take(":"), "a colon");
      members.put(name, value());
    } while (take(","));
    require(take("}"), "a comma or brace");
    return members;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> elements = new ArrayList<>();
    if (take("]")) {
      return elements;
    }
    do {
      elements.add(value());
    } while (take(","));
    require(take("]"), "a comma or bracket");
    return elements;
  }

  private Matcher match(Pattern pattern, String expected) {
    Matcher matcher = pattern.matcher(text).region(position, text.length());
    require(matcher.lookingAt(), expected);
    position = matcher.end();
    return matcher;
  }

  private Double number() {
    return Double.valueOf(match(NUMBER, "a value").group());
  }

  private String string() {
    return ESCAPE
        .matcher(match(STRING, "a string").group(1))
        .replaceAll(escape -> Matcher.quoteReplacement(meaning(escape.group(1))));
  }

  private static String meaning(String escape) {
    return switch (escape.charAt(0)) {
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'u' -> Character.toString((char) Integer.parseInt(escape.substring(1), HEX));
      default -> escape;
    };
  }
}
