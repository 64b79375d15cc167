package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A program's standard input is its own. Not so where Open MPI makes a world of one rank: its
 * daemon, a child of the program, reads what comes from a file or a pipe, as the README says.
 */
@ExtendWith(Watchdog.class)
class InputIT {
  private static final int LINES = 20_000;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(
      value = Launch.class,
      names = {"THREADS", "MPIEXEC", "MPJ"})
  void aProgramReadsItsInputWhileItsPoolRuns(Launch launch) throws IOException {
    Path input = directory.resolve("input");
    Files.writeString(
        input,
        LongStream.rangeClosed(1, LINES)
            .mapToObj(Long::toString)
            .collect(Collectors.joining("\n")));
    TestProcess.Result result =
        launch.program(List.of(), InputProgram.class).input(input).run().assertClean();

    assertThat(result.output()).contains("sum " + (long) LINES * (LINES + 1) / 2);
  }
}
