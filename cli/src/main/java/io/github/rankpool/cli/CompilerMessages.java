package io.github.rankpool.cli;

import java.util.List;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;

/** Shows the compiler's errors as {@code javac} does, but at the places of the user's text. */
final class CompilerMessages {
  /** What goes before and behind fits on the same screen. */
  private static final int MOST_LINES = 18;

  private CompilerMessages() {}

  static String format(SourceText source, List<? extends Diagnostic<?>> messages) {
    List<? extends Diagnostic<?>> errors =
        messages.stream().filter(message -> message.getKind() == Diagnostic.Kind.ERROR).toList();
    StringBuilder all = new StringBuilder();
    errors.forEach(error -> append(all, source, error));
    return firstLines(all)
        + (errors.size() == 1 ? "1 error" : errors.size() + " errors")
        + "\nCorrect the text; give jars and folders that it uses with -cp.";
  }

  private static String firstLines(StringBuilder all) {
    String first =
        all.toString()
            .lines()
            .limit(MOST_LINES)
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    return first.length() < all.length() ? first + "[and so on]\n" : first;
  }

  private static void append(StringBuilder out, SourceText source, Diagnostic<?> error) {
    List<String> lines = error.getMessage(null).lines().toList();
    String first = "error: " + (lines.isEmpty() ? "" : lines.get(0)) + "\n";
    if (error.getPosition() == Diagnostic.NOPOS) {
      out.append(first);
    } else {
      SourceText.Place place = source.place(error.getPosition());
      out.append(source.name()).append(':').append(place.number()).append(": ").append(first);
      out.append(place.line()).append('\n').append(indent(place)).append("^\n");
    }
    lines.stream().skip(1).forEach(line -> out.append(line).append('\n'));
  }

  /** Blanks as wide as what stands before the place, tabs remaining tabs. */
  private static String indent(SourceText.Place place) {
    String before = place.line().substring(0, Math.min(place.column(), place.line().length()));
    return before.replaceAll("[^\t]", " ");
  }
}
