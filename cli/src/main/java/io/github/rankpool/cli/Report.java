package io.github.rankpool.cli;

import io.github.rankpool.spi.Hindrance;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Writes what the doctor finds, and others: a heading and lines with labels for each. */
final class Report {
  private static final int INDENT = 14;
  private static final int WIDTH = 100;
  private static final int MOST_PRINTED_LINES = 5;
  private static final String ADVICE = "See 'to do' above, and docs/errors.md for codes.";

  private final PrintWriter out;
  private final Ansi colors;

  Report(PrintWriter out, Ansi colors) {
    this.out = out;
    this.colors = colors;
  }

  void begin(String version, Machine machine, List<String> failures) {
    out.println(version);
    line("java", machine.java());
    line("system", machine.system());
    failures.forEach(failure -> line("not loaded", failure));
    out.println();
  }

  void add(Diagnosis diagnosis) {
    out.println(paint("bold", diagnosis.backend()) + " " + outcome(diagnosis));
    diagnosis.facts().forEach(this::line);
    problems(diagnosis.hindrances(), diagnosis.printed());
    out.println();
    out.flush();
  }

  void problems(List<Hindrance> hindrances, List<String> printed) {
    for (Hindrance hindrance : hindrances) {
      line("problem", hindrance.problem());
      line("to do", hindrance.remedy());
    }
    printed.stream()
        .skip(Math.max(0, printed.size() - MOST_PRINTED_LINES))
        .forEach(text -> line("printed", text));
  }

  void end(List<Diagnosis> diagnoses) {
    List<String> working =
        diagnoses.stream().filter(Diagnosis::works).map(Diagnosis::backend).toList();
    if (working.isEmpty()) {
      out.println("Nothing works here. " + ADVICE);
    } else if (working.equals(List.of(Providers.THREADS)) && diagnoses.size() > 1) {
      out.println("No MPI works here; programs run on threads. " + ADVICE);
    } else {
      out.println("Programs can use: " + String.join(", ", working));
    }
    out.flush();
  }

  private String outcome(Diagnosis diagnosis) {
    return switch (diagnosis.outcome()) {
      case WORKS -> paint("green", "works");
      case FAILS -> paint("red", "does not work");
      case UNUSABLE -> paint("yellow", "cannot be used");
    };
  }

  private String paint(String style, String word) {
    return colors.string("@|" + style + " " + word + "|@");
  }

  /** Breaks lines at blanks only, so that paths can be copied. */
  void line(String label, String text) {
    StringBuilder line = new StringBuilder("  ").append(label);
    indent(line);
    for (String word : text.strip().split("\\s+", -1)) {
      if (line.length() > INDENT && line.length() + 1 + word.length() > WIDTH) {
        out.println(line);
        line.setLength(0);
        indent(line);
      }
      line.append(line.length() > INDENT ? " " : "").append(word);
    }
    out.println(line);
  }

  private static void indent(StringBuilder line) {
    line.append(" ".repeat(INDENT - line.length()));
  }
}
