package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command {@code rankpool run}, with programs in all forms. Where a test has a number of ranks,
 * 0 stands for a plain {@code java}, without mpiexec.
 */
class RankpoolRunIT {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final String MAP =
      """
      String here = " in process " + ProcessHandle.current().pid();
      System.out.println("arguments " + List.of(args) + here);
      try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
        int offset = args.length;
        pool.map(
                n -> "task " + (n + offset) + " of process " + ProcessHandle.current().pid(),
                List.of(1, 2, 3, 4, 5, 6))
            .forEach(System.out::println);
      }
      """;

  /** The worker is in a task that does not end by itself. */
  private static final String BUSY =
      """
      MpiPoolExecutor pool = MpiPoolExecutor.create();
      pool.submit(
          () -> {
            System.out.println("busy");
            new CountDownLatch(1).await();
            return 0;
          });
      pool.bootup();
      """;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private final ProgramFiles files;
  private final Path folder;

  RankpoolRunIT(@TempDir Path folder) {
    this.folder = folder;
    this.files = new ProgramFiles(folder);
  }

  private TestProcess.Builder run(int ranks, String... words) {
    String[] all = Stream.concat(Stream.of("run"), Stream.of(words)).toArray(String[]::new);
    TestProcess.Builder command =
        ranks == 0
            ? Launch.OPENMPI.java(List.of(), Main.class, all)
            : Launch.mpiexec(ranks, List.of(), Main.class, all);
    return command.limit(LIMIT).directory(folder);
  }

  /** The words that name a program in one of its forms. */
  private List<String> form(String form, String statements) throws IOException {
    return switch (form) {
      case "jar" -> List.of(files.jar(statements).toString());
      case "class" -> List.of("-cp", files.classes(statements) + "", "-m", ProgramFiles.MAIN_CLASS);
      case "file" -> List.of(files.source(statements).getFileName().toString());
      case "code" -> List.of("-c", statements);
      default -> List.of("-");
    };
  }

  private static Set<String> found(String pattern, TestProcess.Result result) {
    return Pattern.compile(pattern)
        .matcher(result.output())
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }

  private static void assertOnce(TestProcess.Result result, String text) {
    assertThat(result.output()).containsOnlyOnce(text);
    assertThat(result.leftovers()).as(result.output()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, jar", "0, class", "0, file", "0, code", "0, input",
    "1, jar", "1, class", "1, file", "1, code", "1, input",
    "2, jar", "2, class", "2, file", "2, code", "2, input",
    "3, jar", "3, class", "3, file", "3, code", "3, input"
  })
  void aProgramInAnyFormRunsOnceAndItsTasksOnTheOtherRanks(int ranks, String form)
      throws IOException {
    List<String> words = new ArrayList<>(form(form, MAP));
    words.addAll(List.of("-h", "a b"));

    TestProcess.Result result =
        run(ranks, words.toArray(String[]::new)).input(files.statements(MAP)).run().assertClean();

    assertOnce(result, "arguments [-h, a b]");
    assertThat(found("task (\\d+)", result))
        .containsExactlyInAnyOrder("3", "4", "5", "6", "7", "8");
    Set<String> masters = found("in process (\\d+)", result);
    Set<String> workers = found("of process (\\d+)", result);
    if (ranks < 2) {
      assertThat(workers).isEqualTo(masters);
    } else {
      assertThat(workers).hasSizeBetween(1, ranks - 1).doesNotContainAnyElementsOf(masters);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void standardInputMayBeASourceFile(int ranks) throws IOException {
    TestProcess.Result result = run(ranks, "-", "x").input(files.source(MAP)).run().assertClean();

    assertOnce(result, "arguments [x]");
    assertThat(result.output()).contains("task 7");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void theStatusIsThatOfTheProgram(int ranks) {
    TestProcess.Result result =
        run(ranks, "-c", "System.out.println(\"exiting\"); System.exit(5);").run();

    assertThat(result.exitStatus()).as(result.output()).isEqualTo(5);
    assertOnce(result, "exiting");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void whatLeavesMainEndsAllRanksWithStatusOne(int ranks) throws IOException {
    String source = files.source("throw new IllegalStateException(\"thrown by main\");").toString();

    TestProcess.Result result = run(ranks, source).run();

    assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
    assertOnce(result, "java.lang.IllegalStateException: thrown by main");
    assertOnce(result, "at org.example.Prog.main(Prog.java:4)");
    assertThat(result.output()).doesNotContain("rankpool.cli", "jdk.internal.reflect");
  }

  @ParameterizedTest
  @CsvSource({
    "1, System.exit(4);, 4",
    "3, System.exit(4);, 4",
    "1, throw new Exception();, 1",
    "3, throw new Exception();, 1"
  })
  void aProgramThatEndsDoesNotWaitForItsTasksUnlessMainReturns(int ranks, String end, int status) {
    TestProcess.Result result = run(ranks, "-c", BUSY + end).run();

    assertThat(result.exitStatus()).as(result.output()).isEqualTo(status);
    assertThat(result.leftovers()).as(result.output()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void threadsOfTheProgramOutliveItsMainMethod(int ranks) {
    String code =
        """
        Thread main = Thread.currentThread();
        new Thread(() -> {
          try {
            main.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          System.out.println("after main");
        }).start();
        """;

    assertOnce(run(ranks, "-c", code).run().assertClean(), "after main");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void whatIsNotUnderstoodIsSaidOnceAndEndsAllWithStatusTwo(int ranks) throws IOException {
    for (List<String> words :
        List.of(
            List.of("--no-such-option"),
            List.of("missing.jar"),
            List.of("-m", "org.example.Missing"),
            List.of(files.statements("no jar").toString()))) {
      TestProcess.Result result = run(ranks, words.toArray(String[]::new)).run();

      assertThat(result.exitStatus()).as(result.output()).isEqualTo(2);
      assertOnce(result, "RP-60");
      assertOnce(result, "Try 'rankpool run --help'.");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void whatDoesNotCompileIsShownOnceAndEndsAllWithStatusOne(int ranks) throws IOException {
    files.source("int i = none;");

    TestProcess.Result result = run(ranks, "Prog.java").run();

    assertThat(result.exitStatus()).as(result.output()).isEqualTo(1);
    assertOnce(result, "RP-606: Prog.java does not compile:\nProg.java:4: error: ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void helpIsShownOnce(int ranks) {
    assertOnce(run(ranks, "--help").run().assertClean(), "What runs where:");
  }

  @Test
  void helpAndRefusalsDoNotStartMpiWithoutLauncher() {
    // Starting MPI would need its library.
    List<String> unusable = List.of("-Drankpool.backend=nonsense");

    Launch.OPENMPI.java(unusable, Main.class, "run", "-h").run().assertClean();
    assertThat(Launch.OPENMPI.java(unusable, Main.class, "run", "x.jar").run().output())
        .contains("RP-602")
        .doesNotContain("RP-306");
  }

  @Test
  void whereMpiexecIsOfAnUnusableBackendTheProgramIsNotRunByEachRank() {
    TestProcess.Result result =
        Launch.mpiexec(
                2,
                List.of("-Drankpool.openmpi.jar=/nonexistent"),
                Main.class,
                "run",
                "-c",
                "System.out.println(\"running\");")
            .run();

    assertThat(result.exitStatus()).isEqualTo(1);
    assertThat(result.output()).contains("RP-608", "/nonexistent").doesNotContain("running");
  }

  /** Also in a task that a worker gets, whichever backend the variable makes it one of. */
  @ParameterizedTest
  @CsvSource({
    "THREADS, 0, class", "THREADS, 0, code",
    "OPENMPI, 0, class", "OPENMPI, 0, code",
    "MPJ, 0, class", "MPJ, 0, code",
    "OPENMPI, 3, class", "OPENMPI, 3, code",
    "THREADS, 3, class"
  })
  void classesAreFoundWhereTheBackendIsSetInTheEnvironment(Launch launch, int ranks, String form)
      throws IOException {
    Launch.assumeUsable(launch.backend());
    List<String> words = new ArrayList<>(form(form, MAP));
    words.addAll(List.of("a", "b"));

    TestProcess.Result result =
        run(ranks, words.toArray(String[]::new))
            .environment("RANKPOOL_BACKEND", launch.backend())
            .run()
            .assertClean();

    // By mpiexec, threads make each rank a program of its own.
    int programs = ranks > 0 && launch == Launch.THREADS ? ranks : 1;
    assertThat(result.output().split("arguments \\[a, b]", -1)).hasSize(programs + 1);
    assertThat(found("task (\\d+)", result))
        .containsExactlyInAnyOrder("3", "4", "5", "6", "7", "8");
  }

  @Test
  void executorsShareTheWorkersWhichKnowTheProgram() {
    String code =
        """
        for (int i = 0; i < 2; i++) {
          try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
            System.out.println(pool.workerCount() + " workers");
            pool.map(
                    n -> System.getProperty("rankpool.main-class") + " in "
                        + Thread.currentThread().getContextClassLoader().getClass().getSimpleName()
                        + " of process " + ProcessHandle.current().pid(),
                    List.of(1, 2, 3, 4))
                .forEach(System.out::println);
          }
        }
        """;

    TestProcess.Result result = run(3, "-c", code).run().assertClean();

    assertThat(found("(\\d+) workers", result)).containsExactly("2");
    assertThat(found("of process (\\d+)", result)).hasSizeBetween(1, 2);
    assertThat(found("(\\S+ in \\S+) of", result))
        .containsExactly("RankpoolStatements in ProgramLoader");
  }
}
