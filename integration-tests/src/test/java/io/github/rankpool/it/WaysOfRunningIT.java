package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Main;
import io.github.rankpool.examples.Pi;
import io.github.rankpool.examples.SequentialPictures;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples, unchanged, on threads and processes, in pools and as ranks of one program. */
class WaysOfRunningIT {
  private static byte[] julia;
  private static byte[] mandelbrot;

  @RegisterExtension final Watchdog watchdog = new Watchdog();

  @TempDir private Path folder;

  @BeforeAll
  static void computeWithoutPool() {
    julia = SequentialPictures.julia();
    mandelbrot = SequentialPictures.mandelbrot();
  }

  private static Way.Program program(Class<?> main) {
    List<String> byCommand = new ArrayList<>(Launch.javaCommand(List.of(), Main.class));
    byCommand.addAll(List.of("run", "-m", main.getName()));
    return new Way.Program(Launch.javaCommand(List.of(), main), byCommand, byCommand);
  }

  @ParameterizedTest
  @CsvSource({
    "EMBEDDED, 1",
    "EMBEDDED, 2",
    "EMBEDDED, 4",
    "SPAWNED, 1",
    "SPAWNED, 2",
    "SPAWNED, 4",
    "SHARED, 1",
    "SHARED, 2",
    "SHARED, 4",
    "SPMD, 1",
    "SPMD, 2",
    "SPMD, 4",
    "SPAWNED_MPJ, 1",
    "SPAWNED_MPJ, 2",
    "SPAWNED_MPJ, 4",
    "MPJ_SHARED_THREADS, 1",
    "MPJ_SHARED_THREADS, 4",
    "MPJ_SHARED_PROCESSES, 1",
    "MPJ_SHARED_PROCESSES, 4",
    "MPJ_SPMD_THREADS, 1",
    "MPJ_SPMD_THREADS, 4",
    "MPJ_SPMD_PROCESSES, 1",
    "MPJ_SPMD_PROCESSES, 4"
  })
  void everyExampleGivesTheSameInEveryWay(Way way, int size) throws IOException {
    TestProcess.Result result =
        way.run(folder, size, program(ExamplesProgram.class), folder.toString()).assertClean();

    int workers = way.workers(size);
    assertThat(result.output())
        .contains("error: 5.086e-06 (128 intervals, " + workers + " workers)")
        .contains("78498 primes below 1000000")
        .contains("crawled 100 of 100 pages with 100 requests");
    assertThat(found("backend (\\w+, \\d+ workers)", result))
        .hasSize(6)
        .containsOnly(way.backend(size) + ", " + workers + " workers");
    assertThat(found("hello from (rank \\d+ of \\d+) on ", result))
        .containsExactlyElementsOf(
            IntStream.range(0, workers).mapToObj(k -> "rank " + k + " of " + workers).toList());
    assertThat(found("hello from .*, process (\\d+)", result).stream().distinct())
        .hasSize(way.hasWorkerProcesses(size) ? workers : 1);
    assertThat(Files.readAllBytes(folder.resolve("julia.pgm"))).isEqualTo(julia);
    assertThat(Files.readAllBytes(folder.resolve("mandelbrot.pgm"))).isEqualTo(mandelbrot);
  }

  private static List<String> found(String pattern, TestProcess.Result result) {
    return Pattern.compile(pattern)
        .matcher(result.output())
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  /** The digits are those in the manual of mpi4py.futures, whose example this is. */
  @ParameterizedTest
  @CsvSource({
    "EMBEDDED, 4", "SPAWNED, 4", "SPAWNED_BY_LAUNCHER, 4", "SHARED, 5", "SPMD, 5",
    "EMBEDDED, 8", "SPAWNED, 8", "SPAWNED_BY_LAUNCHER, 8", "SHARED, 9", "SPMD, 9",
    "SPAWNED_MPJ, 4", "MPJ_SHARED_THREADS, 5", "MPJ_SPMD_PROCESSES, 5"
  })
  void piHasTheSameDigitsInEveryWay(Way way, int size) {
    int workers = way.workers(size);
    String intervals = workers == 4 ? "128" : "512";

    TestProcess.Result result =
        way.run(folder, size, program(Pi.class), "--intervals", intervals).assertClean();

    assertThat(result.output().lines())
        .contains(
            workers == 4
                ? "pi: 3.1415977398528137, error: 5.086e-06 (128 intervals, 4 workers)"
                : "pi: 3.1415929714812316, error: 3.179e-07 (512 intervals, 8 workers)");
  }
}
