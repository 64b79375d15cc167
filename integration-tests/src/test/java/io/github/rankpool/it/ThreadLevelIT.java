package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.ThreadLevel;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pools work at every level of thread support, and tell once if it is a low one. */
@ExtendWith(Watchdog.class)
class ThreadLevelIT {
  private static final int SUM = 332_833_500;

  @TempDir private Path directory;

  private TestProcess.Builder program(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = directory.toString();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Launch.THREADS.program(List.of(), ThreadLevelProgram.class, all);
  }

  private static void assertWorksAt(ThreadLevel level, TestProcess.Builder program) {
    String output = program.run().assertClean().output();
    int warnings = level.allows(ThreadLevel.SERIALIZED) ? 0 : 1;

    assertThat(output.split("level " + level + " sum " + SUM, -1)).hasSize(3);
    assertThat(output.split("WARN", -1)).as(output).hasSize(1 + warnings);
    if (warnings > 0) {
      assertThat(output)
          .contains("RP-304", "thread level " + level, "SERIALIZED or MULTIPLE")
          .contains("RANKPOOL_THREAD_LEVEL");
    }
  }

  @ParameterizedTest
  @EnumSource
  void poolsWorkAtTheLevelThatTheProgramAsksFor(ThreadLevel level) {
    assertWorksAt(level, program(level.name()).environment("RANKPOOL_THREAD_LEVEL", "SINGLE"));
  }

  @ParameterizedTest
  @EnumSource
  void poolsWorkAtTheLevelThatTheEnvironmentAsksFor(ThreadLevel level) {
    assertWorksAt(level, program().environment("RANKPOOL_THREAD_LEVEL", level.name()));
  }

  @Test
  void multipleIsAskedForWhereNothingIsSet() {
    assertWorksAt(ThreadLevel.MULTIPLE, program());
  }

  @Test
  void aLevelThatIsNoneIsRefusedWithItsOrigin() {
    TestProcess.Result result = program().environment("RANKPOOL_THREAD_LEVEL", "TRIPLE").run();

    assertThat(result.exitStatus()).isNotZero();
    assertThat(result.output())
        .contains("RP-101", "'TRIPLE'", "environment variable RANKPOOL_THREAD_LEVEL");
  }

  @ParameterizedTest
  @EnumSource
  @RequiresBackend("openmpi")
  void openMpiGivesWhatItIsAskedForOrMore(ThreadLevel level) {
    TestProcess.Result result =
        Launch.OPENMPI
            .program(List.of("-Drankpool.thread-level=" + level), WorkerCountProgram.class)
            .run()
            .assertClean();

    assertThat(result.output()).contains("workers: 1");
  }
}
