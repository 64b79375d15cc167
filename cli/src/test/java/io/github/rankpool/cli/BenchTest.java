package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.cli.Figure.Measure;
import io.github.rankpool.testkit.Watchdog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With shell scripts in the place of the process that measures. */
@ExtendWith(Watchdog.class)
class BenchTest {
  private static final Duration LONG = Duration.ofSeconds(50);

  private final List<Measure> progress = new ArrayList<>();

  private Bench.Result run(Duration limit, String script) {
    return new Bench("broken", List.of("sh", "-c", script), limit, progress::add).run();
  }

  private static String tell(String line) {
    return "echo '" + BenchMain.MARK + line + "'; ";
  }

  private static String problem(Bench.Result result) {
    return result.problem().orElseThrow().problem();
  }

  @Test
  void figuresAreTakenFromTheOutput() {
    Figure latency = Figure.of(Measure.LATENCY, 3, 1, 2);
    String script =
        "echo noise; " + tell("step LATENCY") + tell("figure " + latency.format()) + tell("done ");

    assertThat(run(LONG, script))
        .isEqualTo(new Bench.Result("broken", List.of(latency), Optional.empty(), List.of()));
    assertThat(progress).containsExactly(Measure.LATENCY);
  }

  @Test
  void aProcessThatCrashesLeavesTheFiguresThatItHad() {
    Figure start = Figure.of(Measure.FIRST_START, 7);

    Bench.Result result =
        run(
            LONG,
            tell("figure " + start.format()) + tell("step SUBMIT") + "echo 'it fell' >&2; exit 7");

    assertThat(problem(result))
        .startsWith("RP-631: ")
        .contains("'broken'", "status 7", "'tasks that do nothing, by submit'");
    assertThat(result.problem().orElseThrow().remedy()).contains("doctor --backend broken");
    assertThat(result.figures()).containsExactly(start);
    assertThat(result.printed()).containsExactly("it fell");
  }

  @Test
  void whatHasACodeIsTheProblemItself() {
    assertThat(problem(run(LONG, tell("failure RP-334: no") + "exit 1"))).isEqualTo("RP-334: no");
    assertThat(problem(run(LONG, tell("failure java.lang.Error") + "exit 1")))
        .isEqualTo(
            "RP-631: measuring backend 'broken' ended with status 1 while it started:"
                + " java.lang.Error");
  }

  @Test
  void aProcessThatHangsIsEnded() {
    Bench.Result result = run(Duration.ofSeconds(1), tell("step MAP") + "sleep 600 & wait");

    assertThat(problem(result))
        .startsWith("RP-632: ")
        .contains("within 1 s", "'the same by map, in chunks of 100'");
  }

  @Test
  void aProcessThatMeasuredAllAndDoesNotEndIsAProblem() {
    assertThat(problem(run(Duration.ofSeconds(1), tell("done ") + "sleep 600")))
        .startsWith("RP-632: ");
    assertThat(run(LONG, tell("done ") + "exit 0").problem()).isEmpty();
  }
}
