package io.github.rankpool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.InterCommunicator;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.spi.MpiRuntime;
import io.github.rankpool.spi.RankProgram;
import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.SpawnedPrograms.TellsItsArguments;
import io.github.rankpool.testkit.SpawnedPrograms.TellsItsCredential;
import io.github.rankpool.testkit.SpawnedPrograms.TellsItsPlace;
import io.github.rankpool.testkit.SpawnedPrograms.TellsItsProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the spawner, the one rank of its world, does in the tests of rules S. */
final class SpawnScenarios {
  private static final long GRACE_SECONDS = 10;

  private SpawnScenarios() {}

  static void spawnedRanksHaveAWorldOfTheirOwn(MpiRuntime runtime) {
    InterCommunicator children = spawn(runtime, 2, TellsItsPlace.class);
    assertThat(children.size()).isEqualTo(1);
    assertThat(children.rank()).isZero();
    assertThat(children.remoteSize()).isEqualTo(2);
    // Both sides send first.
    Signals.send(children, 0);
    Signals.send(children, 1);
    for (int rank = 0; rank < 2; rank++) {
      assertThat(Signals.receiveText(children, rank))
          .containsExactly("rank " + rank, "size 2", "spawners 1", "rank to spawners " + rank);
    }
    children.disconnect();
    assertThat(runtime.parent()).isEmpty();
  }

  static void argumentsArriveUnchanged(MpiRuntime runtime) {
    List<String> arguments =
        List.of(
            "",
            "plain",
            " ",
            " a  b\tc ",
            "\"double\"",
            "'single'",
            "back\\slash",
            "$HOME *;|&",
            "-Dname=value",
            "--",
            "\u00e4\u20ac\ud83d\ude00",
            "");
    InterCommunicator children =
        runtime.spawn(SpawnRequest.of(1, TellsItsArguments.class).arguments(arguments).build());
    assertThat(Signals.receiveText(children, 0)).isEqualTo(arguments);
    release(children);
  }

  static void worldsAreUsableSideBySide(MpiRuntime runtime) {
    InterCommunicator first = spawn(runtime, 1, TellsItsPlace.class);
    InterCommunicator second = spawn(runtime, 2, TellsItsPlace.class);
    assertThat(Signals.receiveText(second, 1)).contains("rank 1", "size 2");
    assertThat(Signals.receiveText(first, 0)).contains("rank 0", "size 1");
    assertThat(Signals.receiveText(second, 0)).contains("rank 0", "size 2");
    release(first);
    release(second);
  }

  static void spawnedRanksLeaveNothing(MpiRuntime runtime) throws Exception {
    InterCommunicator children = spawn(runtime, 2, TellsItsProcess.class);
    List<List<String>> reports =
        List.of(Signals.receiveText(children, 0), Signals.receiveText(children, 1));
    release(children);
    for (List<String> report : reports) {
      long pid = Long.parseLong(report.get(0));
      if (pid == ProcessHandle.current().pid()) {
        assertThreadEnds(report.get(1));
      } else {
        assertProcessEnds(pid);
      }
    }
  }

  private static void assertThreadEnds(String name) throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals(name)) {
        thread.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
        assertThat(thread.isAlive()).as("%s is there", thread).isFalse();
      }
    }
  }

  private static void assertProcessEnds(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process != null) {
      process.onExit().get(GRACE_SECONDS, TimeUnit.SECONDS);
    }
  }

  static void credentialsArriveUnseen(MpiRuntime runtime) throws IOException {
    byte[] credential = new byte[SpawnRequest.MAX_CREDENTIAL_BYTES];
    for (int i = 0; i < credential.length; i++) {
      credential[i] = (byte) (i * 37 - 100); // zero and negative bytes among them
    }
    InterCommunicator children =
        runtime.spawn(SpawnRequest.of(2, TellsItsCredential.class).credential(credential).build());
    for (int rank = 0; rank < 2; rank++) {
      List<String> report = Signals.receiveText(children, rank);
      assertThat(report.get(0)).isEqualTo(HexFormat.of().formatHex(credential));
    }
    assertOnNoCommandLine(credential);
    release(children);
    InterCommunicator without = spawn(runtime, 1, TellsItsCredential.class);
    assertThat(Signals.receiveText(without, 0).get(0)).isEqualTo("none");
    release(without);
  }

  private static void assertOnNoCommandLine(byte[] credential) throws IOException {
    String hex = HexFormat.of().formatHex(credential);
    String base64 = Base64.getEncoder().withoutPadding().encodeToString(credential);
    String base64Url = Base64.getUrlEncoder().withoutPadding().encodeToString(credential);
    List<ProcessHandle> processes = ProcessHandle.allProcesses().toList();
    for (ProcessHandle process : processes) {
      String line = commandLine(process);
      assertThat(line).doesNotContainIgnoringCase(hex);
      assertThat(line).doesNotContain(base64).doesNotContain(base64Url);
    }
  }

  private static String commandLine(ProcessHandle process) throws IOException {
    Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
    if (!Files.isReadable(file)) {
      return process.info().commandLine().orElse("");
    }
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      if (process.isAlive()) {
        throw e;
      }
      return "";
    }
  }

  static void unusableProgramsAreReported(MpiRuntime runtime) {
    assertThatThrownBy(() -> spawn(runtime, 2, SpawnedPrograms.Unusable.class))
        .isInstanceOf(MpiException.class)
        .hasMessageMatching("(?s)RP-\\d{3}: .+");
    worldsAreUsableSideBySide(runtime);
  }

  static void missingExecutablesAreReported(MpiRuntime runtime) {
    SpawnRequest request =
        SpawnRequest.of(2, TellsItsPlace.class)
            .javaExecutable(Path.of("/nonexistent/bin/java"))
            .build();
    assertThatThrownBy(() -> runtime.spawn(request))
        .isInstanceOf(MpiException.class)
        .hasMessageMatching("(?s)RP-\\d{3}: .+");
  }

  static void processSettingsReachTheRanks(MpiRuntime runtime) throws IOException {
    Path directory = Files.createTempDirectory("rankpool-contract").toRealPath();
    try {
      SpawnRequest request =
          SpawnRequest.of(2, TellsItsProcess.class)
              .jvmArguments(List.of("-D" + SpawnedPrograms.PROPERTY + "=a b \"c\" \u00e4"))
              .environment(Map.of(SpawnedPrograms.VARIABLE, "d=e f;\u00e4"))
              .workingDirectory(directory)
              .build();
      InterCommunicator children = runtime.spawn(request);
      List<List<String>> reports = new ArrayList<>();
      for (int rank = 0; rank < 2; rank++) {
        reports.add(Signals.receiveText(children, rank));
      }
      release(children);
      for (List<String> report : reports) {
        assertThat(report.subList(2, 5))
            .containsExactly("a b \"c\" \u00e4", "d=e f;\u00e4", directory.toString());
      }
    } finally {
      Files.delete(directory);
    }
  }

  private static InterCommunicator spawn(
      MpiRuntime runtime, int ranks, Class<? extends RankProgram> program) {
    return runtime.spawn(SpawnRequest.of(ranks, program).build());
  }

  private static void release(InterCommunicator children) {
    for (int rank = 0; rank < children.remoteSize(); rank++) {
      Signals.send(children, rank);
    }
    children.disconnect();
  }
}
