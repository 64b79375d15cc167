package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.Json;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code rankpool run} shows of real runs. */
class ReportIT {
  private static final int TASKS = 40;

  private static final String CODE =
      """
      try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
        List<Integer> numbers = IntStream.range(0, 40).boxed().toList();
        SerializableFunction<Integer, Integer> task = n -> {
          Thread.sleep(5);
          return n;
        };
        System.out.println("on " + pool.backend() + ": " + pool.map(task, numbers).toList().size());
      }
      """;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private final Path folder;

  ReportIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private static List<String> options(String... more) {
    List<String> options = new ArrayList<>(List.of("--report", "run.html", "--trace", "run.json"));
    options.addAll(List.of(more));
    return options;
  }

  private String html() throws IOException {
    return Files.readString(folder.resolve("run.html"));
  }

  private static String cell(String html, String row) {
    return Pattern.compile("<th scope=\"row\">" + row + "</th><td>([^<]*)</td>")
        .matcher(html)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.joining());
  }

  private List<Map<?, ?>> tasksOfTrace() throws IOException {
    Object trace = Json.read(Files.readString(folder.resolve("run.json")));
    Object events = ((Map<?, ?>) Objects.requireNonNull(trace)).get("traceEvents");
    List<Map<?, ?>> tasks = new ArrayList<>();
    for (Object event : (List<?>) Objects.requireNonNull(events)) {
      if (event instanceof Map<?, ?> members && "X".equals(members.get("ph"))) {
        tasks.add(members);
      }
    }
    return tasks;
  }

  private void assertTold(String backend) throws IOException {
    String html = html();
    assertThat(cell(html, "completed")).isEqualTo(Integer.toString(TASKS));
    assertThat(cell(html, "failed")).isEqualTo("0");
    assertThat(cell(html, "backend")).isEqualTo(backend);
    assertThat(html).contains("<td>worker 0</td>", ">worker 1<").doesNotContain(">worker 2<");
    List<Map<?, ?>> tasks = tasksOfTrace();
    assertThat(tasks).hasSize(TASKS);
    assertThat(tasks.stream().map(task -> task.get("tid")).distinct()).hasSize(2);
    assertThat(tasks).allMatch(task -> task.get("dur") instanceof Double micros && micros >= 5_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"THREADS", "OPENMPI", "MPJ"})
  void aProgramThatStartsItsOwnWorkersIsReported(Launch launch) throws IOException {
    List<String> command = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
    command.addAll(List.of("run", "--backend", launch.backend(), "--workers", "2"));
    command.addAll(options("-c", CODE));

    TestProcess.Result result = launch.command(command).directory(folder).run().assertClean();

    assertThat(result.output()).contains("on " + launch.backend() + ": 40");
    assertTold(launch.backend());
  }

  @Test
  void aProgramWhoseWorkersTheLauncherStartedIsReported() throws IOException {
    List<String> command = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
    command.add("run");
    command.addAll(options("-c", CODE));

    Launch.mpiexec(3, command).directory(folder).run().assertClean();

    assertTold("openmpi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"System.exit(3);", "throw new IllegalStateException();"})
  void aProgramThatEndsBadlyIsReportedAsWell(String end) throws IOException {
    List<String> command = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
    command.add("run");
    command.addAll(options("-c", CODE + end));

    TestProcess.Result result = Launch.mpiexec(3, command).directory(folder).run();

    assertThat(result.exitStatus()).as(result.output()).isIn(1, 3);
    assertTold("openmpi");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--report", "--trace"})
  void whereAFileCannotBeWrittenTheProgramIsNotRun(String option) {
    TestProcess.Result result =
        Launch.THREADS
            .java(List.of(), Main.class, "run", option, "missing/file", "-c", CODE)
            .directory(folder)
            .run();

    assertThat(result.exitStatus()).isEqualTo(2);
    assertThat(result.output()).startsWith("RP-621: " + option).doesNotContain("on threads");
  }

  @Test
  void progressIsShownOnATerminalInOneLine() throws IOException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "there is no command 'script' here");
    List<String> command = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
    command.addAll(List.of("run", "--workers=2", "--backend=threads", "--progress", "-m"));
    command.add(SlowProgram.class.getName());
    Path program = folder.resolve("command");

    TestProcess.Result result = onTerminal(program, command);

    assertThat(result.exitStatus()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("/20 tasks", "2/2 busy", "\r")
        .contains("rankpool: 20 of 20 tasks done in ");
    assertThat(result.output().split("\n", -1))
        .filteredOn(line -> line.contains("/20 tasks"))
        .hasSize(1);
  }

  private TestProcess.Result onTerminal(Path program, List<String> command) throws IOException {
    String words =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Files.writeString(program, "stty cols 100\nexec " + words + "\n");
    return TestProcess.command("/usr/bin/script", "-qec", "sh '" + program + "'", "/dev/null")
        .environment("TERM", "xterm")
        .run();
  }

  @Test
  void progressIsNotShownWhereThereIsNoTerminal() {
    List<String> command = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
    command.addAll(List.of("run", "--workers=2", "--progress", "--backend=threads", "-c", CODE));

    TestProcess.Result result = Launch.THREADS.command(command).run().assertClean();

    assertThat(result.output()).contains("on threads: 40").doesNotContain("rankpool: ", "\r");
  }

  @Test
  void theReportOfAnExampleOpensInABrowserWithoutErrors() throws IOException, URISyntaxException {
    Browser browser = Browser.assumeOne();
    List<String> words =
        new ArrayList<>(Installation.in(folder.resolve("home")).program().byCommand());
    words.addAll(2, options());
    words.addAll(List.of("--output", "picture.pgm"));
    Launch.mpiexec(3, words)
        .environment("JAVA_HOME", System.getProperty("java.home"))
        .directory(folder)
        .run()
        .assertClean();

    Browser.Page page = browser.open(folder.resolve("run.html"), folder.resolve("browser"));

    assertThat(page.console()).isEmpty();
    assertThat(page.markup())
        .contains("Run of io.github.rankpool.examples.Julia", ">worker 1<", "class=\"pointer\"")
        .doesNotContain("NaN", "Infinity");
  }

  @Test
  void theBrowserWouldTellOfErrors() throws IOException {
    Browser browser = Browser.assumeOne();
    Path page = folder.resolve("wrong.html");
    Files.writeString(page, "<script>missing();</script>");

    assertThat(browser.open(page, folder.resolve("browser")).console())
        .singleElement()
        .asString()
        .contains("missing is not defined");
  }
}
