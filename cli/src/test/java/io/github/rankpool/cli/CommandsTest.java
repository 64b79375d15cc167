package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

class CommandsTest {
  private static final String SAMPLE = SampleProgram.class.getName();

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Verdict judge(String... args) {
    ProgramReader reader = new ProgramReader(InputStream.nullInputStream(), "/default");
    return new Commands(reader, new PrintWriter(out), new PrintWriter(err), Ansi.OFF).judge(args);
  }

  private Program program(String... args) {
    Program program = judge(args).program();
    assertThat(program).as(err::toString).isNotNull();
    return program;
  }

  /** Whatever follows the program is the program's, however it looks. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-h",
        "--help",
        "-V",
        "-cp",
        "-m",
        "-c",
        "-",
        "--",
        "@file",
        "",
        " x ",
        "\"q\"",
        "'q'",
        "--no-such-option",
        "-Jx",
        "run",
        "${sys:user.home}",
        "a=b",
        "-m=x"
      })
  void argumentsOfTheProgramAreLeftAlone(String argument) {
    assertThat(program("run", "-m", SAMPLE, argument, argument).arguments())
        .containsExactly(argument, argument);
    assertThat(program("run", "-c", "int i;", argument, "x").arguments())
        .containsExactly(argument, "x");
    assertThat(program("run", "-", argument, argument).arguments())
        .containsExactly(argument, argument);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-cp /a", "-classpath /a", "--class-path /a", "--class-path=/a"})
  void theClassPathHasTheNamesThatItHasWithJava(String option) {
    List<String> args = new ArrayList<>(List.of("run"));
    args.addAll(List.of(option.split(" ", -1)));
    args.addAll(List.of("-m", SAMPLE));

    assertThat(program(args.toArray(String[]::new)).classPath()).containsExactly("/a");
  }

  @Test
  void codeMayBeginLikeAnOption() {
    assertThat(judge("run", "-c", "--args.length;").status()).isEqualTo(1);
    assertThat(err.toString()).contains("RP-606: <command line> does not compile");
  }

  @Test
  void helpOfRunTeaches() {
    assertThat(judge("run", "--help")).isEqualTo(Verdict.end(0));

    assertThat(out.toString())
        .contains("mpiexec -n N rankpool run", "app.jar", "Prog.java", "-m CLASS", "-c CODE")
        .contains("--class-path", "What runs where", "Exit status", "-J", "RANKPOOL_JAVA_OPTS")
        .contains("standard input", "Examples");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 100);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpListsTheCommands() {
    assertThat(judge("-h")).isEqualTo(Verdict.end(0));

    assertThat(out.toString())
        .contains(
            "Commands:", "Runs a program", "doctor", "config", "version", "generate-completion");
  }

  @Test
  void theCommandVersionTellsOfBackendsToo() {
    assertThat(judge("version")).isEqualTo(Verdict.end(0));

    assertThat(out.toString())
        .startsWith("rankpool ")
        .contains("java: " + System.getProperty("java.version"), System.getProperty("java.home"));
  }

  @Test
  void theCompletionScriptKnowsTheCommandsAndTheirOptions() {
    assertThat(judge("generate-completion")).isEqualTo(Verdict.end(0));

    assertThat(out.toString()).contains("complete -F", "doctor", "--backend", "--class-path");
  }

  @Test
  void theVersionIsThatOfRankpoolAndJava() {
    assertThat(judge("--version")).isEqualTo(Verdict.end(0));

    assertThat(out.toString()).startsWith("rankpool ").contains(System.getProperty("java.version"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|Missing required subcommand",
        "walk|'walk'",
        "run|No program given",
        "run --no-such-option x.jar|'--no-such-option'",
        "run -J-Xmx4g x.jar|'-J-Xmx4g'",
        "run -m|Missing CLASS after -m",
        "run -c|Missing CODE after -c",
        "run -cp|'--class-path'",
        "run --workers 0 x.jar|--workers takes a whole number, at least 1, not '0'",
        "run --metrics-port 65536 x.jar|--metrics-port takes a port, 0 to 65535, not '65536'",
        "run --metrics-port -1 x.jar|--metrics-port takes a port, 0 to 65535, not '-1'",
        "run --workers two x.jar|--workers takes a whole number, at least 1, not 'two'",
        "run --report|'--report'",
      })
  void whatIsNotUnderstoodIsNamedAndHelpOffered(String sample) {
    String[] parts = sample.split("\\|", -1);
    String[] args = parts[0].isEmpty() ? new String[0] : parts[0].split(" ", -1);

    assertThat(judge(args)).isEqualTo(Verdict.end(2));

    assertThat(err.toString())
        .startsWith("RP-601: ")
        .contains(parts[1], "Try 'rankpool", "--help'");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void anOptionWithATypingErrorIsAnsweredWithTheRightOne() {
    judge("run", "--clas-path", "x", "y.jar");

    assertThat(err.toString()).contains("--class-path");
  }

  @Test
  void aProgramThatIsNotThereIsRefusedWithStatusTwo() {
    assertThat(judge("run", "missing.jar")).isEqualTo(Verdict.end(2));

    assertThat(err.toString()).startsWith("RP-602: ").contains("'missing.jar'", "run --help");
  }

  @Test
  void optionsOfTheRunAreHandedOn() {
    Verdict verdict =
        judge(
            "run",
            "--backend=threads",
            "--workers",
            "3",
            "--progress",
            "--report=a.html",
            "--trace",
            "b.json",
            "-m",
            SAMPLE,
            "--progress");

    assertThat(verdict.options())
        .isEqualTo(new RunOptions("threads", 3, true, null, "a.html", "b.json"));
    assertThat(program("run", "-m", SAMPLE, "--progress").arguments())
        .containsExactly("--progress");
    assertThat(judge("run", "-m", SAMPLE).options()).isEqualTo(RunOptions.NONE);
  }

  @Test
  void whatARunCannotHaveIsRefusedBeforeTheProgramIsRead() {
    assertThat(judge("run", "--backend", "nonsense", "missing.jar")).isEqualTo(Verdict.end(2));
    assertThat(err.toString()).startsWith("RP-620: ").contains("nonsense", "run --help");

    assertThat(judge("run", "--report", "/nonexistent/a.html", "-m", SAMPLE).program()).isNull();
    assertThat(err.toString()).contains("RP-621: --report /nonexistent/a.html");

    // The jars that it needs are not here.
    assertThat(judge("run", "--metrics-port", "0", "-m", SAMPLE).program()).isNull();
    assertThat(err.toString()).contains("RP-624: --metrics-port needs the jars in ");
  }
}
