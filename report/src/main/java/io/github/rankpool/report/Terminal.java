package io.github.rankpool.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a progress bar is shown.
 *
 * @param out where to write
 * @param columns its width; empty if it is no terminal, so that no line can be rewritten
 * @param colors whether it shows them
 */
record Terminal(PrintStream out, OptionalInt columns, boolean colors) {
  private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,5})\\s*");
  private static final int USUAL_COLUMNS = 80;
  private static final int LIMIT_SECONDS = 2;

  /** Standard error; looks at {@code NO_COLOR} and {@code TERM}. */
  static Terminal ofStandardError() {
    return of(System.err, System.getenv(), "dumb".equals(System.getenv("TERM")) ? "" : size());
  }

  /**
   * Comes to a decision.
   *
   * @param environment of this process
   * @param size rows and columns as {@code stty} tells them; empty if it is no terminal
   */
  static Terminal of(PrintStream out, Map<String, String> environment, String size) {
    Matcher matcher = SIZE.matcher(size);
    if (!matcher.matches()) {
      return new Terminal(out, OptionalInt.empty(), false);
    }
    int columns = Integer.parseInt(matcher.group(1));
    boolean colors = environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Terminal(out, OptionalInt.of(columns > 0 ? columns : USUAL_COLUMNS), colors);
  }

  /** Java tells nothing of standard error; {@code stty} looks at what its own input is. */
  private static String size() {
    try {
      Process stty =
          new ProcessBuilder("sh", "-c", "stty size <&2 2>/dev/null")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        boolean ended = stty.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        return ended && stty.exitValue() == 0
            ? new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            : "";
      } finally {
        stty.destroy();
      }
    } catch (IOException e) {
      return ""; // There is no such command.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
