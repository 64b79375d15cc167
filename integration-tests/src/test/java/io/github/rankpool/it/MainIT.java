package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether workers load the program's main class, and what becomes of that. */
@ExtendWith(Watchdog.class)
class MainIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource
  void tasksOfTheMainClassRunAsOthersDo(Launch launch) {
    TestProcess.Result result =
        launch.program(List.of(), MainProgram.class, "true").limit(LIMIT).run().assertClean();

    assertThat(result.output())
        .contains(
            "lambda: value of the main class", "record: value null", "again: value of the main");
  }

  @ParameterizedTest
  @EnumSource
  void withMainFalseTheyFailAndOthersRun(Launch launch) {
    TestProcess.Result result =
        launch.program(List.of(), MainProgram.class, "false").limit(LIMIT).run().assertClean();

    assertThat(result.output())
        .contains("record: value null")
        .containsPattern(
            "lambda: .*TaskSerializationException.*RP-402.*MainProgram.*main\\(false\\)")
        .containsPattern("again: .*TaskSerializationException.*main\\(false\\)");
  }

  @ParameterizedTest
  @EnumSource
  void aMainClassThatMakesAPoolWhenLoadedDoesNoHarm(Launch launch) {
    TestProcess.Result result =
        launch.program(List.of(), StaticPoolProgram.class).limit(LIMIT).run().assertClean();

    assertThat(result.output()).contains("record: value null", "main ends");
    if (launch.hasProcesses()) {
      assertThat(result.output()).containsPattern("lambda: .*RP-208");
    } else {
      assertThat(result.output()).contains("lambda: value of the main class");
    }
  }
}
