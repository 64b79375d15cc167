package io.github.rankpool.cli;

import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;

/** Shows the compiler's messages as {@code javac} does, but at the places of the user's text. */
final class CompilerMessages {
  private CompilerMessages() {}

  static String format(SourceText source, List<? extends Diagnostic<?>> messages) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic<?> message : messages) {
      append(out, source, message);
    }
    long errors =
        messages.stream().filter(message -> message.getKind() == Diagnostic.Kind.ERROR).count();
    return out.append(errors == 1 ? "1 error" : errors + " errors").toString();
  }

  private static void append(StringBuilder out, SourceText source, Diagnostic<?> message) {
    String kind = message.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    List<String> lines = message.getMessage(null).lines().toList();
    String first = kind + ": " + (lines.isEmpty() ? "" : lines.get(0)) + "\n";
    if (message.getPosition() == Diagnostic.NOPOS) {
      out.append(first);
    } else {
      SourceText.Place place = source.place(message.getPosition());
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
