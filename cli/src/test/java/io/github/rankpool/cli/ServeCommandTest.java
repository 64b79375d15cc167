package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

class ServeCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Verdict verdict(String... words) {
    Commands commands =
        new Commands(
            new ProgramReader(InputStream.nullInputStream(), "."),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            Ansi.OFF);
    return commands.judge(words);
  }

  @Test
  void withoutOptionsItServesClientsOfThisMachineOneByOne() {
    assertThat(verdict("serve").service())
        .isEqualTo(new ServeOptions("default", "127.0.0.1:0", 1, null, null, List.of()));
  }

  @Test
  void optionsSayHow() {
    ServeOptions options =
        verdict(
                "serve",
                "--name",
                "lab",
                "--bind",
                "0.0.0.0:4711",
                "--clients",
                "3",
                "--workers",
                "8",
                "--backend",
                "threads",
                "-cp",
                "/a/b.jar:/c")
            .service();

    assertThat(options)
        .isEqualTo(
            new ServeOptions("lab", "0.0.0.0:4711", 3, "threads", 8, List.of("/a/b.jar", "/c")));
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "--workers, 0, at least 1",
    "--workers, many, many",
    "--clients, 0, at least 1",
    "--clients, two, at least 1",
    "--name, a/b, RP-108",
    "--bind, 4711, HOST:PORT",
    "--bind, host:99999, RP-108",
    "--backend, openmp, RP-620"
  })
  void valuesThatAreNoneAreRefused(String option, String value, String explanation) {
    Verdict verdict = verdict("serve", option, value);

    assertThat(verdict.service()).isNull();
    assertThat(verdict.status()).isEqualTo(Verdict.USAGE);
    assertThat(err.toString()).contains(explanation, value);
  }

  @Test
  void helpTeachesWhoGetsIn() {
    assertThat(verdict("serve", "--help").status()).isZero();
    assertThat(out.toString())
        .contains("mpiexec -n N rankpool serve", "RANKPOOL_SERVICE", "encrypted", "143");
  }
}
