package io.github.rankpool.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PeersTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void aLineIsNameValueAndUnit() {
    assertThat(ChildProcess.Line.parse("echo.double-copied.1024 1.5e-05 GB/s"))
        .contains(new ChildProcess.Line("echo.double-copied.1024", 1.5e-5, "GB/s"));
    assertThat(ChildProcess.Line.parse("[main] INFO a pool")).isEmpty();
    assertThat(ChildProcess.Line.parse("started 2 workers now")).isEmpty();
  }

  @Test
  void rankpoolOnThreadsIsMeasured() throws InterruptedException {
    Contenders.Contender threads =
        PeersOptions.parse("--only", "rankpool-threads").contenders().get(0);

    ChildProcess.Outcome outcome =
        ChildProcess.run(
            threads.command(1, "0.01", "1024", List.of("latency", "echo", "copied")),
            threads.environment(),
            LIMIT);

    assertThat(outcome.failure()).isEmpty();
    assertThat(outcome.lines())
        .extracting(ChildProcess.Line::name)
        .contains(
            "start.wall",
            "latency.median",
            "latency.p99",
            "echo.byte.1024",
            "echo.double.1024",
            "echo.double-copied.1024");
    assertThat(outcome.lines()).allSatisfy(line -> assertThat(line.value()).isPositive());
  }

  @Test
  void aContenderThatFailsIsReportedWithItsLastOutput() throws InterruptedException {
    ChildProcess.Outcome outcome =
        ChildProcess.run(
            List.of("sh", "-c", "echo a.b 1 s; echo something went wrong >&2; exit 3"),
            Map.of(),
            LIMIT);

    assertThat(outcome.failure()).contains("exit status 3\nsomething went wrong");
    assertThat(outcome.lines()).containsExactly(new ChildProcess.Line("a.b", 1, "s"));
  }

  @Test
  void aCommandThatIsNotThereIsAFailure() throws InterruptedException {
    assertThat(ChildProcess.run(List.of("/no/such/command"), Map.of(), LIMIT).failure())
        .hasValueSatisfying(failure -> assertThat(failure).contains("/no/such/command"));
  }

  @Test
  @Timeout(30)
  void aContenderThatTakesTooLongIsEndedWithItsChildren() throws InterruptedException {
    ChildProcess.Outcome outcome =
        ChildProcess.run(
            List.of("sh", "-c", "sleep 600 & echo child $! pid; wait"),
            Map.of(),
            Duration.ofMillis(500));

    long child = outcome.lines().stream().mapToLong(line -> (long) line.value()).sum();
    assertThat(outcome.failure())
        .hasValueSatisfying(failure -> assertThat(failure).contains("took longer"));
    assertThat(running(child)).isFalse();
  }

  /** A process that has ended but that nobody has asked about has no command line any more. */
  private static boolean running(long pid) {
    return ProcessHandle.of(pid).flatMap(handle -> handle.info().command()).isPresent();
  }

  @Test
  void wrongOptionsAreNamed() {
    assertThatThrownBy(() -> PeersOptions.parse("--only", "nobody")).hasMessageContaining("nobody");
    assertThatThrownBy(() -> PeersOptions.parse("--rounds", "0")).hasMessageContaining("'0'");
    assertThatThrownBy(() -> PeersOptions.parse("--scenario")).hasMessageContaining("--scenario");
    assertThatThrownBy(() -> PeersOptions.parse("--fast")).hasMessageContaining("--fast");
  }

  @Test
  void mpi4pyCanBeLeftOut() {
    assertThat(PeersOptions.parse("--without-mpi4py").contenders())
        .extracting(Contenders.Contender::name)
        .contains("rankpool-openmpi", "python-processes")
        .noneMatch(name -> name.startsWith("mpi4py"));
  }
}
