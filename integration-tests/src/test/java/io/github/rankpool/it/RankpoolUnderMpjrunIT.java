package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.testkit.MpjRun;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The command {@code rankpool run} on ranks that MPJ Express's launcher started. The launcher
 * itself ends with status 0 whatever becomes of them.
 */
class RankpoolUnderMpjrunIT {
  @RegisterExtension final Watchdog watchdog = new Watchdog();

  private final ProgramFiles files;
  private final Path folder;

  RankpoolUnderMpjrunIT(@TempDir Path folder) {
    this.folder = folder;
    this.files = new ProgramFiles(folder);
  }

  /** What ranks are. */
  enum Ranks {
    THREADS,
    PROCESSES
  }

  private TestProcess.Result run(Ranks kind, int ranks, String... words) {
    String[] all = Stream.concat(Stream.of("run"), Stream.of(words)).toArray(String[]::new);
    List<String> program = MpjRun.program(Main.class, all);
    MpjRun launcher = Launch.mpjrun(folder);
    return kind == Ranks.THREADS
        ? launcher.threads(ranks, program)
        : launcher.processes(ranks, program);
  }

  private static void assertOnce(TestProcess.Result result, String text) {
    assertThat(result.output()).containsOnlyOnce(text);
    assertThat(result.leftovers()).as(result.output()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 3", "PROCESSES, 1", "PROCESSES, 3"})
  void aProgramRunsOnceWithItsOwnArgumentsAndItsTasksOnTheOtherRanks(Ranks kind, int ranks)
      throws IOException {
    String program =
        """
        System.out.println("arguments " + List.of(args));
        try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
          System.out.println("workers " + pool.workerCount() + " of " + pool.backend());
          pool.map(n -> "task " + (n + 1), List.of(1, 2, 3)).forEach(System.out::println);
        }
        """;
    TestProcess.Result result = run(kind, ranks, files.source(program) + "", "--spmd", "a b");

    assertOnce(result, "arguments [--spmd, a b]");
    assertOnce(result, ranks == 1 ? "workers 1 of threads" : "workers 2 of mpj");
    IntStream.of(2, 3, 4).forEach(n -> assertOnce(result, "task " + n));
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 3", "PROCESSES, 3"})
  void threadsOfTheProgramOutliveItsMainMethod(Ranks kind, int ranks) throws IOException {
    String program =
        """
        Thread main = Thread.currentThread();
        new Thread(() -> {
          try {
            main.join(300);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          System.out.println("after main");
        }).start();
        """;

    assertOnce(run(kind, ranks, files.source(program) + ""), "after main");
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 3", "PROCESSES, 1", "PROCESSES, 3"})
  void whatLeavesMainIsShownAndEndsAllRanks(Ranks kind, int ranks) throws IOException {
    Path source = files.source("throw new IllegalStateException(\"thrown by main\");");

    assertOnce(run(kind, ranks, source + ""), "java.lang.IllegalStateException: thrown by main");
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 3", "PROCESSES, 1", "PROCESSES, 3"})
  void aProgramThatExitsEndsAllRanks(Ranks kind, int ranks) throws IOException {
    Path source =
        files.source(
            """
            MpiPoolExecutor pool = MpiPoolExecutor.create();
            pool.submit(() -> { new CountDownLatch(1).await(); return 0; });
            pool.bootup();
            System.out.println("exiting");
            System.exit(5);
            """);

    assertOnce(run(kind, ranks, source + ""), "exiting");
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 3", "PROCESSES, 3"})
  void whatIsNotUnderstoodIsSaidOnce(Ranks kind, int ranks) {
    assertOnce(run(kind, ranks, "missing.jar"), "RP-602");
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 3", "PROCESSES, 3"})
  void whatDoesNotCompileIsShownOnce(Ranks kind, int ranks) throws IOException {
    assertOnce(run(kind, ranks, files.source("int i = none;") + ""), "does not compile:");
  }

  @ParameterizedTest
  @CsvSource({"THREADS, 1", "THREADS, 3", "PROCESSES, 3"})
  void helpIsShownOnce(Ranks kind, int ranks) {
    assertOnce(run(kind, ranks, "--help"), "What runs where:");
  }
}
