package io.github.rankpool.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.rankpool.config.Setting;
import io.github.rankpool.config.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionChecksTest {
  private final OptionChecks launched =
      new OptionChecks(new Providers(List.of(new UnusableProvider()), List.of()));
  private final OptionChecks alone = new OptionChecks(Providers.onClassPath());

  private static RunOptions workers(@Nullable String backend, @Nullable Integer workers) {
    return new RunOptions(backend, workers, false, null, null, null);
  }

  private static RunOptions report(String file) {
    return new RunOptions(null, null, false, null, file, null);
  }

  private static void assertRefused(OptionChecks checks, RunOptions options, String... parts) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> checks.check(options))
        .satisfies(refused -> assertThat(refused.status()).isEqualTo(2))
        .withMessageContainingAll(parts);
  }

  @Test
  void aBackendMustBeThere() {
    assertRefused(
        alone, workers("thread", null), "RP-620: --backend thread:", "Name one of: ", "threads");
    assertThatCode(() -> alone.check(workers("threads", 3))).doesNotThrowAnyException();
  }

  @Test
  void aBackendMustBeUsable() {
    OptionChecks notLaunched =
        new OptionChecks(new Providers(List.of(new UnusableProvider(false)), List.of()));

    assertRefused(
        notLaunched,
        workers("broken", null),
        "RP-620: --backend broken cannot be used here: no library. Install it");
  }

  @Test
  void aLauncherDecidesOnTheWorkers() {
    assertRefused(launched, workers(null, 3), "RP-620: --workers 3", "the launcher of broken");
    assertRefused(launched, workers("threads", null), "RP-620: --backend threads", "of broken");
  }

  private static Settings serviceSet() {
    return Settings.of(new Properties(), Map.of(Setting.SERVICE.variable(), "lab"), Path.of(""));
  }

  @Test
  void aServiceHasChosenItsOwnBackend() {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> alone.requireNoService("threads", serviceSet()))
        .withMessageContainingAll(
            "RP-620: --backend threads:",
            "'lab' (environment variable RANKPOOL_SERVICE)",
            "Leave the option out");
    assertThatCode(() -> alone.requireNoService("threads", Settings.none()))
        .doesNotThrowAnyException();
  }

  @Test
  void whereALauncherHasStartedRanksNoServiceIsUsed() {
    assertThatCode(() -> launched.requireNoService("broken", serviceSet()))
        .doesNotThrowAnyException();
  }

  private static RunOptions metrics(int port) {
    return new RunOptions(null, null, false, port, null, null);
  }

  @Test
  void thePortOfTheMetersMustBeFree() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertRefused(
          alone,
          metrics(taken.getLocalPort()),
          "RP-623: --metrics-port " + taken.getLocalPort() + " cannot be served: ",
          "0 takes any that is free");
    }
  }

  @Test
  void metersNeedTheirJars() {
    assertRefused(
        alone,
        metrics(0),
        "RP-624: --metrics-port needs the jars in ",
        "/metrics, but there is no");
  }

  @Test
  void filesMustHaveAFolderThatTheyCanBeWrittenInto(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing/run.html");
    Files.writeString(folder.resolve("file"), "");

    assertRefused(
        alone, report(missing + ""), "RP-621: --report " + missing, "no folder", "Make it before");
    assertRefused(alone, report(folder + ""), "RP-621: --report " + folder, "that is a folder");
    assertRefused(alone, report(folder + "/file/run.html"), "RP-621: ", "no folder");
    assertRefused(alone, report("a\0b"), "RP-621: ", "no name of a file");
    assertRefused(
        alone,
        new RunOptions(null, null, false, null, folder.resolve("a.html") + "", folder + ""),
        "RP-621: --trace ");
    assertThatCode(() -> alone.check(report(folder.resolve("file") + "")))
        .doesNotThrowAnyException();
    assertThatCode(() -> alone.check(report("run.html"))).doesNotThrowAnyException();
  }
}
