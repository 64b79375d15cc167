package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.Hindrance;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With shell scripts in the place of MPI. */
@ExtendWith(Watchdog.class)
class TrialTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private static Trial.Result run(Duration limit, String script) {
    return new Trial("broken", List.of("sh", "-c", script), limit).run();
  }

  private static String tell(String line) {
    return "echo '" + TrialMain.MARK + line + "'; ";
  }

  @Test
  void factsAreTakenFromTheOutputOfATrialThatWasDone() {
    Trial.Result result =
        run(LONG, "echo noise; " + tell("threads=a=b") + tell("note=") + tell("step=DONE"));

    assertThat(result.facts()).containsOnlyKeys("threads").containsEntry("threads", "a=b");
    assertThat(result.problem()).isEmpty();
    assertThat(result.printed()).isEmpty();
  }

  @Test
  void aTrialThatCrashesIsTakenToPieces() {
    Trial.Result result =
        run(LONG, tell("threads=SINGLE") + tell("step=SPAWN") + "echo 'it fell' >&2; exit 7");

    assertThat(result.facts()).containsOnlyKeys("threads");
    Hindrance problem = result.problem().orElseThrow();
    assertThat(problem.problem())
        .startsWith("RP-611: ")
        .contains("'broken'", "status 7", "spawned a worker");
    assertThat(problem.remedy()).contains("mpiexec");
    assertThat(result.printed()).containsExactly("it fell");
  }

  @Test
  void whatABackendSaysOfItsFailureIsTheProblem() {
    Trial.Result result = run(LONG, tell("step=START") + tell("failure=RP-334: no") + "exit 1");

    assertThat(result.problem().orElseThrow().problem()).isEqualTo("RP-334: no");
  }

  @Test
  void aTrialThatHangsIsEndedWithItsChildren() {
    Trial.Result result =
        run(Duration.ofSeconds(1), tell("step=PING") + "sleep 600 & echo child $!; wait");

    assertThat(result.problem().orElseThrow().problem())
        .startsWith("RP-612: ")
        .contains("within 1 s", "exchanged messages");
    long child = Long.parseLong(result.printed().get(0).replace("child ", ""));
    ProcessHandle.of(child).ifPresent(handle -> assertThat(handle.onExit()).succeedsWithin(LONG));
  }

  @Test
  void aTrialThatEndsAfterItsLastStepHasWorked() {
    assertThat(run(LONG, tell("step=DONE")).problem()).isEmpty();
    assertThat(run(LONG, tell("step=END") + "exit 134").problem()).isPresent();
  }

  @Test
  void flagsOfThisProcessArePassedOnAndComeBeforeItsOwn() {
    assertThat(
            ChildProcess.command(
                List.of("-Xmx1g", "-Drankpool.spawn.timeout=7"), TrialMain.class, "mpj"))
        .containsSubsequence("-Drankpool.spawn.timeout=30", "-Drankpool.spawn.timeout=7")
        .containsSubsequence("-Xmx1g", "-cp", TrialMain.class.getName(), "mpj");
  }
}
