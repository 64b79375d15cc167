package io.github.rankpool.backend.mpj.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.spi.SpawnRequest;
import io.github.rankpool.testkit.LeakCheck;
import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Launches by way of an sshd on loopback, and one between network namespaces. */
@ExtendWith(Watchdog.class)
class SshLaunchIT {
  @TempDir private static Path directory;
  private static SshServer ssh;
  private static @Nullable TestProcess server;

  @BeforeAll
  static void startServer() throws IOException {
    SshServer.assumeInstalled();
    ssh = new SshServer(directory, "127.0.0.1");
    server = TestProcess.command(ssh.command()).limit(Duration.ofMinutes(5)).start();
    ssh.awaitListening(server);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private final LeakCheck leaks = LeakCheck.begin();

  @AfterEach
  void nothingIsLeft() {
    leaks.assertNothingLeft();
  }

  private static SpawnRequest.Builder on(String hosts, SpawnRequest.Builder request) {
    return request.info(Map.of("host", hosts, "ssh", ssh.client()));
  }

  @Test
  void ranksOnHostsAreConnectedLikeThoseHere(@TempDir Path folder) throws Exception {
    Path home = Files.createDirectory(folder.resolve("it's a folder"));
    SpawnRequest.Builder request =
        on("node1:2,localhost,node2", SpawnRequest.of(5, MemberPrograms.Tells.class))
            .arguments(List.of("", "it's \u20ac"))
            .credential("unseen-credential".getBytes(StandardCharsets.US_ASCII))
            .jvmArguments(List.of("-Dlaunch.test=a 'b' \"c\" $HOME"))
            .environment(Map.of("LAUNCH_TEST", "d='e' f;`id`"))
            .workingDirectory(home);
    List<String> hosts =
        List.of("host node1", "host node1", "this host", "host node2", "host node1");
    try (LaunchedRanks ranks = LauncherIT.launch(request)) {
      for (int rank = 0; rank < 5; rank++) {
        List<String> report = MemberPrograms.report(ranks.link(rank));
        assertThat(report)
            .contains(
                "rank " + rank + " of 5",
                "siblings " + (150 - 10 * (rank + 1)),
                "credential dW5zZWVuLWNyZWRlbnRpYWw=",
                "property a 'b' \"c\" $HOME",
                "variable d='e' f;`id`",
                "directory " + home.toRealPath())
            .endsWith("", "it's \u20ac");
        assertThat(ranks.describe(rank))
            .isEqualTo("rank " + rank + " (" + report.get(9) + " on " + hosts.get(rank) + ")");
      }
      assertThat(commandLines()).isNotEmpty().noneMatch(line -> line.contains("unseen"));
      MemberPrograms.release(ranks);
    }
  }

  private static List<String> commandLines() {
    return ProcessHandle.current()
        .children()
        .map(process -> process.info().commandLine().orElse(""))
        .toList();
  }

  @Test
  void withoutAFolderRanksStartInThisOne() throws Exception {
    try (LaunchedRanks ranks =
        LauncherIT.launch(on("node1", SpawnRequest.of(1, MemberPrograms.Tells.class)))) {
      assertThat(MemberPrograms.report(ranks.link(0)))
          .contains("directory " + Path.of("").toAbsolutePath());
      MemberPrograms.release(ranks);
    }
  }

  @Test
  void closeEndsBusyRanksOnHosts() throws Exception {
    LaunchedRanks ranks =
        LauncherIT.launch(on("node1", SpawnRequest.of(2, MemberPrograms.Stubborn.class)));
    MemberPrograms.awaitByteOfEach(ranks);
    ranks.close();
    for (int rank = 0; rank < 2; rank++) {
      assertThat(SshServer.endsWithin(LauncherIT.pidOf(ranks.describe(rank)), 10)).isTrue();
    }
  }

  @Test
  void killingTheParentLeavesNoRankOnHosts() {
    List<String> command = new ArrayList<>();
    command.addAll(java(StubbornParent.class));
    command.addAll(List.of("stay", "node1:2,localhost", ssh.client()));
    try (TestProcess parent = TestProcess.command(command).start()) {
      parent.awaitOutput("busy");
      ProcessHandle.of(parent.pid()).orElseThrow().destroyForcibly();
      Matcher pids = Pattern.compile("\\(pid (\\d+) on").matcher(parent.output());
      int found = 0;
      while (pids.find()) {
        assertThat(SshServer.endsWithin(Long.parseLong(pids.group(1)), 10)).isTrue();
        found++;
      }
      assertThat(found).isEqualTo(3);
    }
  }

  private static List<String> java(Class<?> main) {
    return List.of(
        TestProcess.javaExecutable(), "-cp", System.getProperty("java.class.path"), main.getName());
  }

  @Test
  void hostsThatCannotBeReachedAreNamed() {
    assertThatThrownBy(() -> LauncherIT.launch(on("nowhere.invalid", waiting())))
        .hasMessageStartingWith("RP-354: ")
        .hasMessageContaining("'nowhere.invalid'");
    assertThatThrownBy(() -> LauncherIT.launch(on("forbidden", waiting())))
        .hasMessageStartingWith("RP-352: rank 0 on host forbidden ended with exit status 255 ");
    Path missing = Path.of("/nonexistent/java");
    assertThatThrownBy(() -> LauncherIT.launch(on("node1", waiting().javaExecutable(missing))))
        .hasMessageStartingWith("RP-352: rank 0 on host node1 ended with exit status 127 ");
    Path folder = Path.of("/nonexistent");
    assertThatThrownBy(() -> LauncherIT.launch(on("node1", waiting().workingDirectory(folder))))
        .hasMessageStartingWith("RP-352: rank 0 on host node1 ended with exit status ");
    SpawnRequest.Builder noSsh = waiting().info(Map.of("host", "node1", "ssh", "/nonexistent/ssh"));
    assertThatThrownBy(() -> LauncherIT.launch(noSsh)).hasMessageStartingWith("RP-351: ");
  }

  private static SpawnRequest.Builder waiting() {
    return SpawnRequest.of(1, MemberPrograms.Waits.class);
  }

  @Test
  void hostsOfAnotherNetworkAreReachedByItsAddressesOnly(@TempDir Path files) throws Exception {
    assumeTrue(
        TestProcess.command("unshare", "-n", "-m", "ip", "link").run().exitStatus() == 0,
        "needs the right to make network namespaces, and iproute2");
    SshServer there = new SshServer(files, "10.77.0.2");
    String parent = ShellText.join(java(NetworkParent.class));
    String script =
        String.join(
            "\n",
            "set -e",
            SshServer.PREPARE_RUN,
            "ip link set lo up",
            "ip netns add there",
            "ip link add near type veth peer name far netns there",
            "ip addr add 10.77.0.1/24 dev near",
            "ip link set near up",
            "ip -n there link set lo up",
            "ip -n there addr add 10.77.0.2/24 dev far",
            "ip -n there link set far up",
            "ip netns exec there /usr/sbin/sshd -D -f " + files + "/sshd_config &",
            "until " + there.client() + " node1 true; do sleep 0.2; done 2>/dev/null",
            parent + " node1:2,localhost " + ShellText.quote(there.client()),
            "kill $!");
    TestProcess.Result result =
        TestProcess.command("unshare", "-n", "-m", "sh", "-c", script).run();
    assertThat(result.exitStatus()).as(result.output()).isZero();
    assertThat(result.output()).contains("listened at [10.77.0.1]");
    List<String> addresses = List.of("10.77.0.2", "10.77.0.2", "10.77.0.1", "10.77.0.2");
    for (int rank = 0; rank < 4; rank++) {
      assertThat(result.output())
          .contains("rank " + rank + " at " + addresses.get(rank) + " [rank " + rank + " of 4")
          .contains("siblings " + (100 - 10 * (rank + 1)));
    }
    assertThat(result.leftovers()).isEmpty();
  }
}
