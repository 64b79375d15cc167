package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Launches that fail, and one that strangers disturb. */
@ExtendWith(Watchdog.class)
class LaunchFailuresIT {
  private static final long SELF = ProcessHandle.current().pid();

  private final LeakCheck leaks = LeakCheck.begin();
  @TempDir private Path directory;

  @AfterEach
  void nothingIsLeft() throws IOException {
    System.clearProperty(LaunchOptions.LIMIT_PROPERTY);
    leaks.assertNothingLeft();
    assertThat(ListeningSockets.of(SELF)).isEmpty();
  }

  /** A java that is a shell script. */
  private Path script(String... lines) throws IOException {
    Path file = directory.resolve("java");
    Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private static SpawnRequest.Builder request(int ranks) {
    return SpawnRequest.of(ranks, MemberPrograms.Waits.class);
  }

  @Test
  void aRankThatEndsTooSoonIsNamed() {
    long begin = System.nanoTime();
    SpawnRequest.Builder request = request(2).jvmArguments(List.of("-XX:+NoSuchOption"));
    assertThatThrownBy(() -> LauncherIT.launch(request))
        .hasMessageMatching("RP-352: rank [01] on this host ended with exit status 1 before .*");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void aRankThatEndsWhileTheOthersWaitIsNamed() throws IOException {
    Path java =
        script(
            "if mkdir '" + directory + "/first' 2>/dev/null; then exec sh -c 'sleep 2; exit 9'; fi",
            "exec '" + javaPath() + "' \"$@\"");
    assertThatThrownBy(() -> LauncherIT.launch(request(2).javaExecutable(java)))
        .hasMessageMatching("RP-352: rank [01] on this host ended with exit status 9 before .*");
  }

  private static String javaPath() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  @Test
  void ranksThatNeverConnectAreNamedAndEnded() throws IOException {
    System.setProperty(LaunchOptions.LIMIT_PROPERTY, "2");
    // More than a pipe holds, and nobody reads it.
    List<String> arguments = List.of("x".repeat(500_000));
    Path java = script("exec sleep 60");
    long begin = System.nanoTime();
    assertThatThrownBy(
            () -> LauncherIT.launch(request(2).javaExecutable(java).arguments(arguments)))
        .hasMessageStartingWith("RP-353: ")
        .hasMessageContaining("within 2 s (absent: [0, 1])");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void aFileThatCannotBeExecutedIsNamed() throws IOException {
    Path java = script();
    Files.writeString(java, "#!/nonexistent/interpreter\n");
    assertThatThrownBy(() -> LauncherIT.launch(request(1).javaExecutable(java)))
        .hasMessageStartingWith("RP-351: ")
        .hasMessageContaining(java.toString());
  }

  @Test
  void anInterruptEndsTheLaunch() throws Exception {
    Path java = script("exec sleep 60");
    FutureTask<LaunchedRanks> launch =
        new FutureTask<>(() -> LauncherIT.launch(request(2).javaExecutable(java)));
    Thread thread = new Thread(launch, "test-launch");
    thread.start();
    awaitListener(SELF);
    thread.interrupt();
    assertThatThrownBy(() -> launch.get(10, TimeUnit.SECONDS)).hasMessageContaining("RP-359: ");
  }

  @Test
  void tooLongArgumentsAreRefused() {
    List<String> arguments = List.of("x".repeat(Bootstrap.MAX_BYTES / 2));
    assertThatThrownBy(() -> LauncherIT.launch(request(1).arguments(arguments)))
        .hasMessageStartingWith("RP-350: ");
  }

  @Test
  void strangersDisturbNothing() throws Exception {
    // The last of three ranks waits, so that a lower one listens for it meanwhile.
    Path java =
        script(
            "if mkdir '" + directory + "/1' || mkdir '" + directory + "/2'; then :",
            "else while [ ! -e '" + directory + "/go' ]; do sleep 0.1; done; fi 2>/dev/null",
            "exec '" + javaPath() + "' \"$@\"");
    FutureTask<LaunchedRanks> launch =
        new FutureTask<>(
            () ->
                LauncherIT.launch(
                    SpawnRequest.of(3, MemberPrograms.Tells.class).javaExecutable(java)));
    new Thread(launch, "test-launch").start();
    try (Strangers strangers = new Strangers()) {
      List<InetSocketAddress> attacked = new ArrayList<>(awaitListener(SELF));
      strangers.crowdAround(attacked.get(0));
      InetSocketAddress ranks = awaitListenerOfChild();
      strangers.crowdAround(ranks);
      attacked.add(ranks);
      strangers.crowdAround(attacked.get(0));
      assertThat(attacked).hasSize(2).allMatch(a -> a.getAddress().isLoopbackAddress());
      assertThat(launch.isDone()).isFalse();
      Files.createFile(directory.resolve("go"));
      try (LaunchedRanks launched = launch.get(30, TimeUnit.SECONDS)) {
        for (int rank = 0; rank < 3; rank++) {
          assertThat(MemberPrograms.report(launched.link(rank)))
              .contains("rank " + rank + " of 3", "siblings " + (60 - 10 * (rank + 1)));
        }
        MemberPrograms.release(launched);
      }
    }
  }

  private static List<InetSocketAddress> awaitListener(long pid) throws IOException {
    List<InetSocketAddress> found = ListeningSockets.of(pid);
    while (found.isEmpty()) {
      pause();
      found = ListeningSockets.of(pid);
    }
    return found;
  }

  private static InetSocketAddress awaitListenerOfChild() throws IOException {
    while (true) {
      for (ProcessHandle child : ProcessHandle.current().children().toList()) {
        List<InetSocketAddress> found = ListeningSockets.of(child.pid());
        if (!found.isEmpty()) {
          return found.get(0);
        }
      }
      pause();
    }
  }

  /** The watchdog ends a loop of these. */
  private static void pause() {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    if (Thread.interrupted()) {
      throw new AssertionError("interrupted");
    }
  }
}
