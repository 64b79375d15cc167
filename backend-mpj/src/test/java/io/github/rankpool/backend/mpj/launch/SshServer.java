package io.github.rankpool.backend.mpj.launch;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.testkit.TestProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An sshd with keys and configuration of its own, and the user's configuration to reach it by. */
final class SshServer {
  private static final Path SSHD = Path.of("/usr/sbin/sshd");

  private final Path directory;
  private final String address;
  private final int port;

  /**
   * Writes the configuration.
   *
   * @param directory of all its files
   * @param address where to listen; the hosts {@code node1} and {@code node2} stand for it
   */
  SshServer(Path directory, String address) throws IOException {
    this.directory = directory;
    this.address = address;
    this.port = freePort();
    key("host_key");
    key("user_key");
    key("wrong_key");
    Files.copy(directory.resolve("user_key.pub"), directory.resolve("authorized_keys"));
    String hostKey = Files.readString(directory.resolve("host_key.pub"));
    Files.writeString(
        directory.resolve("known_hosts"), "[" + address + "]:" + port + " " + hostKey);
    write(
        "sshd_config",
        "ListenAddress " + address,
        "Port " + port,
        "HostKey " + directory + "/host_key",
        "AuthorizedKeysFile " + directory + "/authorized_keys",
        "PidFile none",
        "StrictModes no",
        "UsePAM no",
        "PermitRootLogin yes",
        "MaxStartups 100");
    write(
        "ssh_config",
        "Host node1 node2 forbidden",
        "  HostName " + address,
        "Host forbidden",
        "  IdentityFile " + directory + "/wrong_key",
        "Host node1 node2",
        "  IdentityFile " + directory + "/user_key",
        "Host *",
        "  Port " + port,
        "  IdentitiesOnly yes",
        "  UserKnownHostsFile " + directory + "/known_hosts",
        "  StrictHostKeyChecking yes");
  }

  static void assumeInstalled() {
    assumeTrue(Files.isExecutable(SSHD), "needs " + SSHD + " (Debian: openssh-server)");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void key(String name) {
    String file = directory.resolve(name).toString();
    TestProcess.command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", file)
        .run()
        .assertClean();
  }

  private void write(String name, String... lines) throws IOException {
    Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  /** The value of the hint {@code ssh}. */
  String client() {
    return "ssh -F " + directory.resolve("ssh_config");
  }

  /** To run it in the foreground; as root it wants a folder that not every system has. */
  List<String> command() {
    String run = "exec " + SSHD + " -D -e -f " + directory.resolve("sshd_config");
    return System.getProperty("user.name").equals("root")
        ? List.of("unshare", "-m", "sh", "-c", PREPARE_RUN + " && " + run)
        : List.of("sh", "-c", run);
  }

  /** In a mount namespace of its own. */
  static final String PREPARE_RUN = "mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd";

  void awaitListening(TestProcess server) {
    server.awaitOutput("Server listening on " + address);
  }

  /** Waits until a process has ended that is no child of this one. */
  static boolean endsWithin(long pid, long seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return true;
  }
}
