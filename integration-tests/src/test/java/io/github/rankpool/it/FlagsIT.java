package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The flags of a program's JVM are its workers' flags too, unless it says otherwise. */
@ExtendWith(Watchdog.class)
class FlagsIT {
  // The serial collector counts one of its spaces less into the heap.
  private static final String HEAP = "heap 1[5-9][0-9]";
  private static final List<String> FLAGS =
      List.of(
          "-Dfirst=given by hand",
          "-Dsecond=given by hand",
          "-Xmx197m",
          "-ea",
          "-Dfile.encoding=ISO-8859-1",
          "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");

  @ParameterizedTest
  @EnumSource(
      value = Launch.class,
      names = {"OPENMPI", "MPIEXEC", "MPJ"})
  void workersHaveTheFlagsOfTheProgramButNotItsDebugger(Launch launch) {
    TestProcess.Result result = launch.program(FLAGS, FlagsProgram.class, "true").run();

    result.assertClean();
    assertThat(result.output())
        .contains("first given by hand", "second of the pool", "assertions true")
        .contains("encoding ISO-8859-1")
        .containsPattern(HEAP)
        .containsOnlyOnce("Listening for transport");
  }

  @ParameterizedTest
  @EnumSource(
      value = Launch.class,
      names = {"OPENMPI", "MPJ"})
  void aProgramMayKeepItsFlagsToItself(Launch launch) {
    TestProcess.Result result = launch.program(FLAGS, FlagsProgram.class, "false").run();

    result.assertClean();
    assertThat(result.output())
        .contains("first null", "second of the pool", "assertions false")
        .doesNotContainPattern(HEAP);
  }
}
