package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Figure.Measure;
import io.github.rankpool.spi.Hindrance;
import io.github.rankpool.testkit.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;

class BenchCommandTest {
  private static final Providers INSTALLED =
      new Providers(
          List.of(
              Providers.onClassPath().named("threads").orElseThrow(), new UnusableProvider(false)),
          List.of());

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> measured = new ArrayList<>();

  private Bench.Result measure(
      String backend, int workers, int seconds, Consumer<Measure> progress) {
    measured.add(backend + " " + workers + " " + seconds);
    progress.accept(Measure.LATENCY);
    return good(backend);
  }

  private static Bench.Result good(String backend) {
    List<Figure> figures =
        List.of(
            Figure.of(Measure.FIRST_START, 1234.5), Figure.of(Measure.LATENCY, 12.25, 99.94, 3.5));
    return new Bench.Result(backend, figures, Optional.empty(), List.of());
  }

  private static Bench.Result bad(String backend) {
    return new Bench.Result(
        backend,
        List.of(Figure.of(Measure.FIRST_START, 20)),
        Optional.of(new Hindrance("RP-632: \"it\" hung", "Wake it")),
        List.of("ouch"));
  }

  private int bench(Providers installed, Ansi ansi, String... options) {
    return new CommandLine(new BenchCommand(() -> installed, this::measure))
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .setColorScheme(Help.defaultColorScheme(ansi))
        .execute(options);
  }

  private int bench(String... options) {
    return bench(INSTALLED, Ansi.OFF, options);
  }

  private static BenchSummary summary(double load, Bench.Result... results) {
    return new BenchSummary(
        "rankpool 1",
        new Machine("17", "Linux"),
        new BenchSummary.Load(load, 2),
        3,
        4,
        List.of(results));
  }

  private String table(BenchSummary summary) {
    new BenchTable(new PrintWriter(out), Ansi.OFF).write(summary);
    return out.toString();
  }

  private static Map<?, ?> object(@Nullable Object json) {
    return (Map<?, ?>) Objects.requireNonNull(json);
  }

  @Test
  void whatCanBeUsedIsMeasuredWithAsManyWorkersAsProcessors() {
    assertThat(bench()).isZero();

    int processors = Runtime.getRuntime().availableProcessors();
    assertThat(measured).containsExactly("threads " + processors + " 5");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void optionsAreHandedOn() {
    assertThat(bench("--backend=threads,threads", "--workers", "3", "--seconds=60")).isZero();

    assertThat(measured).containsExactly("threads 3 60");
  }

  @Test
  void aBackendThatIsNamedAndCannotBeUsedIsShownAndTheOthersAreMeasured() {
    assertThat(bench("--backend", "broken,mpj,threads")).isEqualTo(1);

    assertThat(measured).hasSize(1);
    assertThat(out.toString())
        .contains("RP-630: backend broken cannot be used here: no library", "Install it")
        .contains("RP-630: backend mpj cannot be used here: not on the class path", "bin/setup")
        .contains("1,235");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--backend=pvm|No backend \"pvm\" (--backend); there are",
        "--backend=|No backend \"\" (--backend); there are",
        "--workers=0|--workers takes a whole number, 1 to 1024, not \"0\"",
        "--workers=many|--workers takes a whole number, 1 to 1024, not \"many\"",
        "--seconds=0.5|--seconds takes a whole number, 1 to 3600, not \"0.5\"",
        "--seconds=3601|--seconds takes a whole number, 1 to 3600, not \"3601\"",
        "--fast|Unknown option"
      })
  void whatIsNotUnderstoodIsRefused(String option, String message) {
    assertThat(bench(option)).isEqualTo(2);

    assertThat(err.toString()).contains(message.replace('"', '\''));
    assertThat(measured).isEmpty();
  }

  @Test
  void underALauncherNothingIsMeasured() {
    assertThat(bench(new Providers(List.of(new UnusableProvider()), List.of()), Ansi.OFF))
        .isEqualTo(2);

    assertThat(err.toString()).startsWith("RP-613: the launcher of broken").contains("bench");
  }

  @Test
  void whereThereIsNothingToMeasureTheStatusIsOne() {
    assertThat(bench(new Providers(List.of(), List.of()), Ansi.OFF)).isEqualTo(1);
  }

  @Test
  void onATerminalOneLineTellsWhatIsMeasured() {
    assertThat(bench(INSTALLED, Ansi.ON)).isZero();

    assertThat(err.toString())
        .contains("threads: a task that does nothing, there and back ...")
        .endsWith("\r\u001b[K")
        .doesNotContain("\n");
  }

  @Test
  void theTableHasTheBackendsBelowEachOther() {
    String label = "first pool of a program: start, ms            ";
    String gap = " ".repeat(label.length());

    assertThat(table(summary(0.25, good("openmpi"), good("threads"))).lines())
        .containsExactly(
            "rankpool 1",
            "  java        17",
            "  system      Linux",
            "",
            "  measured    3 workers, 4 s for each backend",
            "  load        0.3 on 2 processors",
            "",
            gap + "                median   1st perc.  99th perc.",
            label + "openmpi          1,235",
            gap + "threads          1,235",
            "a task that does nothing, there and back, us  "
                + "openmpi           12.3         3.5        99.9",
            gap + "threads           12.3         3.5        99.9");
  }

  @Test
  void whatWentWrongStandsBelowTheTable() {
    assertThat(table(summary(2.5, bad("mpj"))))
        .contains("machine loaded: 2.5 on 2 processors; measure again when it is quiet")
        .contains("20.0")
        .contains("mpj was not measured to the end\n  problem     RP-632: \"it\" hung\n")
        .contains("to do       Wake it", "printed     ouch");
  }

  @Test
  void aLoadThatTheSystemDoesNotTellIsNotHigh() {
    assertThat(table(summary(-1, good("mpj")))).contains("load        not known");
  }

  @Test
  void jsonIsForMachines() {
    Map<?, ?> read = object(Json.read(BenchJson.of(summary(2.5, good("threads"), bad("mpj")))));

    assertThat(read.get("version")).isEqualTo("rankpool 1");
    assertThat(read.get("loaded")).isEqualTo(true);
    assertThat(read.get("load")).isEqualTo(2.5);
    assertThat(read.get("workers")).isEqualTo(3.0);
    List<?> backends = (List<?>) Objects.requireNonNull(read.get("backends"));
    assertThat(backends).hasSize(2);
    assertThat(object(object(backends.get(0)).get("figures")).get("latency"))
        .isEqualTo(Map.of("unit", "us", "median", 12.25, "p1", 3.5, "p99", 99.94, "samples", 3.0));
    assertThat(object(backends.get(1)).get("problem")).isEqualTo("RP-632: \"it\" hung");
  }

  @Test
  void jsonIsPrintedInsteadOfTheTable() {
    assertThat(bench("--json")).isZero();

    assertThat(Json.read(out.toString())).isInstanceOf(Map.class);
  }

  @Test
  void helpTeachesAndFitsTheScreen() {
    assertThat(bench("--help")).isZero();

    assertThat(out.toString()).contains("--seconds=SECONDS", "Exit status", "Examples:");
  }
}
