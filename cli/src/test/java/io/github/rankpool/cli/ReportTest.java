package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Diagnosis.Outcome;
import io.github.rankpool.spi.Hindrance;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class ReportTest {
  private static final Diagnosis THREADS =
      new Diagnosis("threads", Outcome.WORKS, Map.of("found", "here"), List.of(), List.of());
  private static final Diagnosis BROKEN = failing(List.of("one", "two"));

  private final StringWriter out = new StringWriter();

  private static Diagnosis failing(List<String> printed) {
    Hindrance hindrance = new Hindrance("RP-611: it fell", "Lift it");
    return new Diagnosis("openmpi", Outcome.FAILS, Map.of(), List.of(hindrance), printed);
  }

  private Report report(Ansi colors) {
    return new Report(new PrintWriter(out), colors);
  }

  private String lines() {
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void itBeginsWithTheMachine() {
    report(Ansi.OFF).begin("rankpool 1", new Machine("17", "Linux"), List.of());

    assertThat(lines())
        .isEqualTo(
            """
            rankpool 1
              java        17
              system      Linux

            """);
  }

  @Test
  void factsAreShownWithTheirLabels() {
    report(Ansi.OFF).add(THREADS);

    assertThat(lines())
        .isEqualTo(
            """
            threads works
              found       here

            """);
  }

  @Test
  void everyProblemIsFollowedByItsRemedyAndByWhatWasPrinted() {
    report(Ansi.OFF).add(BROKEN);

    assertThat(lines())
        .isEqualTo(
            """
            openmpi does not work
              problem     RP-611: it fell
              to do       Lift it
              printed     one
              printed     two

            """);
  }

  @Test
  void ofMuchOutputTheEndIsShown() {
    report(Ansi.OFF)
        .add(failing(Stream.iterate(1, n -> n + 1).limit(30).map(n -> n + "").toList()));

    assertThat(lines()).doesNotContain("printed     25\n").contains("26", "27", "28", "29", "30");
  }

  @Test
  void longTextsAreBrokenAtBlanksOnly() {
    String path = "/a-folder/of.a/" + "long-name/".repeat(9);
    Diagnosis diagnosis =
        new Diagnosis(
            "mpj",
            Outcome.UNUSABLE,
            Map.of(),
            List.of(new Hindrance("There is nothing in " + path + " " + "word ".repeat(30), "")),
            List.of());

    report(Ansi.OFF).add(diagnosis);

    assertThat(lines()).contains("mpj cannot be used", "\n              " + path + "\n");
    assertThat(lines().lines().filter(line -> !line.contains(path)))
        .allMatch(line -> line.length() <= 100);
  }

  @Test
  void colorsAreForTerminals() {
    report(Ansi.OFF).add(BROKEN);
    assertThat(lines()).doesNotContain("\u001b");

    report(Ansi.ON).add(BROKEN);
    assertThat(lines()).contains("\u001b[31mdoes not work");
  }

  @Test
  void itEndsWithWhatProgramsCanUse() {
    report(Ansi.OFF).end(List.of(THREADS, BROKEN));
    report(Ansi.OFF).end(List.of(THREADS));
    report(Ansi.OFF).end(List.of(BROKEN));

    assertThat(lines().lines().map(line -> line.replaceFirst("[.;] .*", "")))
        .containsExactly("No MPI works here", "Programs can use: threads", "Nothing works here");
  }
}
