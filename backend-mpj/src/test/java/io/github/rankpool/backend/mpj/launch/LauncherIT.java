package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Launches on this host that succeed. */
@ExtendWith(Watchdog.class)
class LauncherIT {
  private final LeakCheck leaks = LeakCheck.begin();

  @AfterEach
  void nothingIsLeft() throws IOException {
    leaks.assertNothingLeft();
    assertThat(ListeningSockets.of(ProcessHandle.current().pid())).isEmpty();
  }

  static LaunchedRanks launch(SpawnRequest.Builder request) {
    return Launcher.launch(request.build(), 4711, MemberMain.class.getName());
  }

  @Test
  void ranksAreConnectedWithTheirParentAndWithEachOther() throws Exception {
    // The long one is more than a pipe takes at once.
    List<String> arguments =
        List.of("", " a  b", "'\"\\$HOME", "\u00e4\u20ac\ud83d\ude00", "x".repeat(60_000), "");
    SpawnRequest.Builder request =
        SpawnRequest.of(4, MemberPrograms.Tells.class)
            .arguments(arguments)
            .credential(new byte[] {0, -1, 7});
    try (LaunchedRanks ranks = launch(request)) {
      assertThat(ranks.size()).isEqualTo(4);
      for (int rank = 0; rank < 4; rank++) {
        List<String> report = MemberPrograms.report(ranks.link(rank));
        assertThat(report)
            .startsWith(
                "rank " + rank + " of 4",
                "world " + ranks.worldKey() + " parent 4711",
                "address " + ranks.address(rank),
                "credential AP8H",
                "input -1",
                "siblings " + (100 - 10 * (rank + 1)))
            .endsWith(arguments.toArray(String[]::new));
        assertThat(ranks.address(rank)).isPositive();
        String pid = report.get(9);
        assertThat(ranks.describe(rank)).isEqualTo("rank " + rank + " (" + pid + " on this host)");
      }
      MemberPrograms.release(ranks);
    }
  }

  @Test
  void settingsOfProcessesReachTheRanks(@TempDir Path directory) throws Exception {
    SpawnRequest.Builder request =
        SpawnRequest.of(1, MemberPrograms.Tells.class)
            .jvmArguments(List.of("-Dlaunch.test=a b \"c\" \u00e4"))
            .environment(Map.of("LAUNCH_TEST", "d=e f;\u00e4"))
            .workingDirectory(directory);
    try (LaunchedRanks ranks = launch(request)) {
      assertThat(MemberPrograms.report(ranks.link(0)))
          .contains(
              "property a b \"c\" \u00e4",
              "variable d=e f;\u00e4",
              "directory " + directory.toRealPath());
      MemberPrograms.release(ranks);
    }
  }

  @Test
  void nothingSecretShowsAndNothingListensAfterwards() throws Exception {
    SpawnRequest.Builder request =
        SpawnRequest.of(3, MemberPrograms.Tells.class)
            .arguments(List.of("unseen-argument"))
            .credential("unseen-credential".getBytes(StandardCharsets.US_ASCII))
            .environment(Map.of("LAUNCH_TEST", "seen"));
    try (LaunchedRanks ranks = launch(request)) {
      for (int rank = 0; rank < 3; rank++) {
        long pid = Long.parseLong(MemberPrograms.report(ranks.link(rank)).get(9).substring(4));
        // All that there is is known, so that there is no place for a secret.
        assertThat(strings(pid, "cmdline"))
            .containsExactly(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                absolute(System.getProperty("java.class.path")),
                MemberMain.class.getName());
        Map<String, String> expected = new TreeMap<>(System.getenv());
        expected.put("LAUNCH_TEST", "seen");
        assertThat(environment(pid)).isEqualTo(expected);
        assertThat(ListeningSockets.of(pid)).isEmpty();
      }
      assertThat(ListeningSockets.of(ProcessHandle.current().pid())).isEmpty();
      MemberPrograms.release(ranks);
    }
  }

  private static String absolute(String classPath) {
    return String.join(
        ":",
        Arrays.stream(classPath.split(":", -1))
            .map(p -> Path.of(p).toAbsolutePath() + "")
            .toList());
  }

  private static List<String> strings(long pid, String file) throws IOException {
    String text = Files.readString(Path.of("/proc/" + pid, file), StandardCharsets.UTF_8);
    return List.of(text.split("\0"));
  }

  private static Map<String, String> environment(long pid) throws IOException {
    Map<String, String> result = new TreeMap<>();
    for (String variable : strings(pid, "environ")) {
      int equals = variable.indexOf('=');
      result.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return result;
  }

  @Test
  @SuppressWarnings("try") // closed once more at the end, which does nothing
  void launchesAreUsableSideBySide() throws Exception {
    try (LaunchedRanks first = launch(SpawnRequest.of(1, MemberPrograms.Tells.class));
        LaunchedRanks second = launch(SpawnRequest.of(2, MemberPrograms.Tells.class))) {
      assertThat(MemberPrograms.report(second.link(1))).contains("rank 1 of 2");
      assertThat(MemberPrograms.report(first.link(0))).contains("rank 0 of 1");
      assertThat(first.worldKey()).isNotEqualTo(second.worldKey());
      MemberPrograms.release(first);
      first.close();
      assertThat(MemberPrograms.report(second.link(0))).contains("rank 0 of 2");
      MemberPrograms.release(second);
    }
  }

  @Test
  void theEndOfARankIsToldWithItsStatus() throws Exception {
    try (LaunchedRanks ranks = launch(SpawnRequest.of(2, MemberPrograms.Waits.class))) {
      MemberPrograms.awaitByteOfEach(ranks);
      CompletableFuture<Integer> killed = new CompletableFuture<>();
      CompletableFuture<Integer> ended = new CompletableFuture<>();
      ranks.onExit(0, killed::complete);
      ranks.onExit(1, ended::complete);
      ProcessHandle.of(pidOf(ranks.describe(0))).orElseThrow().destroyForcibly();
      assertThat(killed.get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
      assertThat(MemberPrograms.in(ranks.link(0)).read()).isEqualTo(-1);
      assertThat(ended).isNotDone();
      ranks.link(1).close();
      assertThat(ended.get(10, TimeUnit.SECONDS)).isZero();
      CompletableFuture<Integer> late = new CompletableFuture<>();
      ranks.onExit(0, late::complete);
      assertThat(late.get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
    }
  }

  static long pidOf(String description) {
    return Long.parseLong(description.replaceAll(".*pid (\\d+).*", "$1"));
  }
}
