package io.github.rankpool.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java text from the user, and what is compiled for it. Statements get default imports and a class
 * around them, on no lines of their own, so that line numbers remain:
 *
 * <pre>
 *  text:      import a.B;                         compiled:  IMPORTS import a.B;HEAD
 *             run(new B());                                  run(new B());TAIL
 * </pre>
 */
final class SourceText {
  /** The class that is made around statements. */
  static final String STATEMENTS_CLASS = "RankpoolStatements";

  private static final String IMPORTS =
      "import io.github.rankpool.*; import java.io.*; import java.math.*; import java.nio.file.*;"
          + " import java.time.*; import java.util.*; import java.util.concurrent.*;"
          + " import java.util.function.*; import java.util.stream.*; ";
  private static final String HEAD =
      " final class "
          + STATEMENTS_CLASS
          + " { public static void main(String[] args) throws Exception { ";
  private static final String TAIL = "\n}}\n";

  private static final Pattern LEADING =
      Pattern.compile("\\s+|//[^\n]*|/\\*.*?\\*/|(import\\s[^;]*;)", Pattern.DOTALL);

  private final String name;
  private final String text;
  private final String imports;
  private final String head;
  private final String tail;
  private final int seam;

  private SourceText(String name, String text, String imports, String head, String tail, int seam) {
    this.name = name;
    this.text = text;
    this.imports = imports;
    this.head = head;
    this.tail = tail;
    this.seam = seam;
  }

  /** A whole compilation unit. */
  static SourceText file(String name, String text) {
    return new SourceText(name, text, "", "", "", 0);
  }

  /** Statements, before which there may be imports. */
  static SourceText statements(String name, String text) {
    return new SourceText(name, text, IMPORTS, HEAD, TAIL, endOfImports(text));
  }

  private static int endOfImports(String text) {
    Matcher matcher = LEADING.matcher(text);
    int end = 0;
    for (int position = 0; matcher.region(position, text.length()).lookingAt(); ) {
      position = matcher.end();
      if (matcher.group(1) != null) {
        end = position;
      }
    }
    return end;
  }

  /** For messages and stack traces. */
  String name() {
    return name;
  }

  /** What to give to the compiler. */
  String compiled() {
    return imports + text.substring(0, seam) + head + text.substring(seam) + tail;
  }

  /**
   * Tells where in the user's text something is.
   *
   * @param position in {@link #compiled()}
   */
  Place place(long position) {
    long offset = position - imports.length();
    if (offset > seam) {
      offset = Math.max(seam, offset - head.length());
    }
    int at = (int) Math.max(0, Math.min(offset, text.length()));
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = text.indexOf('\n', at);
    String line = text.substring(lineStart, lineEnd < 0 ? text.length() : lineEnd);
    int number = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return new Place(number, at - lineStart, line.stripTrailing());
  }

  /**
   * A place in the user's text.
   *
   * @param number of the line, from 1
   * @param column in the line, from 0
   * @param line its text
   */
  record Place(int number, int column, String line) {}
}
