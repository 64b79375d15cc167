package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No limit at 2 GiB: arrays of 3 GiB. */
@ExtendWith(Watchdog.class)
class HugeIT {
  private static final Path MEMORY = Path.of("/proc/meminfo");
  private static final long NEEDED_GIB = 14;

  /** Threads have the array and its copy in one heap. */
  @ParameterizedTest
  @CsvSource({"THREADS, 7g", "OPENMPI, 4g", "MPJ, 4g"})
  void anArrayOfThreeGibibytesPassesAsArgumentAndAsResult(Launch launch, String heap)
      throws IOException {
    assumeMemory();
    TestProcess.Result result =
        launch
            .program(List.of("-Xmx" + heap), HugeProgram.class, heap)
            .limit(Duration.ofSeconds(150))
            .run();

    assertThat(result.assertClean().output())
        .contains("argument: " + HugeProgram.LENGTH, "result: " + HugeProgram.LENGTH);
  }

  private static void assumeMemory() throws IOException {
    assumeTrue(Files.isReadable(MEMORY), "how much memory is free is not known here");
    long kibibytes =
        Files.readAllLines(MEMORY).stream()
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElse(0);
    long gibibytes = kibibytes >> 20;
    assumeTrue(
        gibibytes >= NEEDED_GIB,
        () -> "needs " + NEEDED_GIB + " GiB of memory, " + gibibytes + " GiB are available");
  }
}
