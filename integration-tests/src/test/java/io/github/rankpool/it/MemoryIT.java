package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A pool's memory is bounded by what is under way and the results that the program holds. */
@ExtendWith(Watchdog.class)
class MemoryIT {
  private static final String SMALL_HEAP = "64m";

  /** 160 MB of results in all. */
  @ParameterizedTest
  @EnumSource(names = {"THREADS", "OPENMPI", "MPJ"})
  void mapWithABufferSizeMovesMoreThanTheHeapHolds(Launch launch) {
    assertThat(run(launch, SMALL_HEAP, "map", "false", SMALL_HEAP).assertClean().output())
        .contains("map: " + (long) MemoryProgram.MAP_TASKS * MemoryProgram.RESULT_BYTES);
  }

  /** 100 MB of arguments in all. */
  @ParameterizedTest
  @EnumSource(names = {"THREADS", "OPENMPI", "MPJ"})
  void submitsTakenAsTheyComeMoveMoreThanTheHeapHolds(Launch launch) {
    assertThat(run(launch, SMALL_HEAP, "submit", "false", SMALL_HEAP).assertClean().output())
        .contains("submit: " + (long) MemoryProgram.SUBMITS * MemoryProgram.ARGUMENT_BYTES);
  }

  /**
   * What a result of 256 MiB needs at most, the collector's own share included: twice its size in
   * the result and its encoded form; with zero copy there is no encoded form. Threads have master
   * and worker in one heap, where one side's copy may be there until the other's is complete.
   */
  @ParameterizedTest
  @CsvSource({
    "THREADS, false, 768m",
    "OPENMPI, false, 704m",
    "MPJ, false, 704m",
    "THREADS, true, 640m",
    "OPENMPI, true, 384m",
    "MPJ, true, 384m"
  })
  void aLargeResultNeedsNoMoreThanThreeTimesItsSize(Launch launch, String zeroCopy, String heap) {
    assertThat(run(launch, heap, "large", zeroCopy, heap).assertClean().output())
        .contains("large: " + MemoryProgram.LARGE_BYTES);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENMPI", "MPJ"})
  void aResultTooLargeForTheMasterFailsItsOwnFutureAndNothingElse(Launch launch) {
    assertThat(run(launch, "128m", "too-large", "true", "768m").assertClean().output())
        .contains("TaskSerializationException: RP-404", "has 268435", "afterwards: 7");
  }

  private static TestProcess.Result run(Launch launch, String heap, String... arguments) {
    return launch.program(List.of("-Xmx" + heap), MemoryProgram.class, arguments).run();
  }
}
