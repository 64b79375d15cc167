package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.config.Settings;
import io.github.rankpool.internal.service.Conversation;
import io.github.rankpool.internal.service.Letter;
import io.github.rankpool.internal.service.ServiceFile;
import io.github.rankpool.spi.MpiException;
import io.github.rankpool.testkit.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service and its clients in one JVM. */
class PoolServiceTest {
  private final Path folder;

  PoolServiceTest(@TempDir Path folder) {
    this.folder = folder.resolve("services");
  }

  private MpiPoolExecutorBuilder builder() {
    Properties properties = new Properties();
    properties.setProperty("rankpool.service-dir", folder.toString());
    return new MpiPoolExecutorBuilder(Settings.of(properties, Map.of(), folder));
  }

  private PoolService start(ServiceOptions options) {
    return PoolService.start(options, builder().backend("threads").maxWorkers(2));
  }

  private MpiPoolExecutor client(String where) {
    return builder().service(where).build();
  }

  @Test
  void aPoolHasNoMoreWorkersThanItAsksForOrThanThereAre() {
    try (PoolService service = start(ServiceOptions.named("lab").clients(2));
        MpiPoolExecutor one = builder().service("lab").maxWorkers(1).build();
        MpiPoolExecutor many = builder().service(service.address()).maxWorkers(9).build()) {
      assertThat(one.workerCount()).isOne();
      assertThat(many.workerCount()).isEqualTo(2);
      assertThat(many.submit(n -> n + 1, 1).join()).isEqualTo(2);
    }
  }

  @Test
  void theFileIsThereWhileTheServiceIs() {
    PoolService service = start(ServiceOptions.named("lab"));
    assertThat(service.file()).isEqualTo(folder.resolve("lab")).isRegularFile();

    service.close();
    service.close();
    assertThat(service.file()).doesNotExist();
    assertThatThrownBy(() -> client("lab"))
        .isInstanceOf(MpiException.class)
        .hasMessageContaining("RP-702");
  }

  @Test
  void poolsOfAServiceThatEndsAreBroken() {
    PoolService service = start(ServiceOptions.named("lab"));
    try (MpiPoolExecutor pool = client("lab")) {
      assertThat(pool.submit(n -> n + 1, 1).join()).isEqualTo(2);

      service.close();

      assertThatThrownBy(() -> pool.submit(n -> n + 1, 1).join()).hasMessageContaining("RP-");
    }
  }

  @Test
  void twoServicesCannotHaveOneName() {
    try (PoolService service = start(ServiceOptions.named("lab"))) {
      assertThatThrownBy(() -> start(ServiceOptions.named("lab")))
          .isInstanceOf(MpiException.class)
          .hasMessageContainingAll("RP-717", service.address(), "--name");
      assertThat(client("lab").submit(n -> n + 1, 1).join()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatWasLeftBehindIsReplaced() throws IOException {
    String text;
    try (PoolService service = start(ServiceOptions.named("lab"))) {
      text = Files.readString(service.file());
    }
    Files.writeString(folder.resolve("lab"), text.replaceFirst("pid=.*", "pid=1073741824"));
    Files.setPosixFilePermissions(
        folder.resolve("lab"), PosixFilePermissions.fromString("rw-------"));

    try (PoolService service = start(ServiceOptions.named("lab"));
        MpiPoolExecutor pool = client("lab")) {
      assertThat(service.name()).isEqualTo("lab");
      assertThat(pool.submit(n -> n + 1, 1).join()).isEqualTo(2);
    }
  }

  @Test
  void aPortThatSomebodyElseHasIsRefused() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + other.getLocalPort();

      assertThatThrownBy(() -> start(ServiceOptions.named("lab").bind(address)))
          .isInstanceOf(MpiException.class)
          .hasMessageContainingAll("RP-719", address);
      assertThat(folder.resolve("lab")).doesNotExist();
    }
  }

  @Test
  void aFolderThatIsNoneIsRefused() throws IOException {
    Files.writeString(folder, "a file");

    assertThatThrownBy(() -> start(ServiceOptions.named("lab")))
        .isInstanceOf(MpiException.class)
        .hasMessageContainingAll(folder.toString(), "RP-7");
  }

  @Test
  void aClientThatIsGoneWhenItsWorkersComeLeavesNoneBehind() throws Exception {
    LeakCheck leaks = LeakCheck.begin();
    try (PoolService service = start(ServiceOptions.named("lab"))) {
      Conversation served = converse(service);
      served.say(new Letter.Opening(1, "node", "served", 0));
      assertThat(served.read()).isInstanceOf(Letter.Ready.class);
      Conversation hasty = converse(service);
      hasty.say(new Letter.Opening(2, "node", "hasty", 0));
      assertThat(hasty.read()).isInstanceOf(Letter.Waiting.class);
      // It is told again within a second. Who has not read all resets its connection at the end, so
      // that the service's next word to it fails.
      Thread.sleep(1_300);

      hasty.close();
      served.close();

      try (MpiPoolExecutor pool = client("lab")) {
        assertThat(pool.submit(n -> n + 1, 1).join()).isEqualTo(2);
      }
    }
    leaks.assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "99, 1", "1, 0", "1, -1", "1, 3"})
  void onlyWhoHasWorkersMayHaveAsManyReplaced(long ticket, int workers) throws IOException {
    try (PoolService service = start(ServiceOptions.named("lab"));
        MpiPoolExecutor pool = client("lab");
        Conversation greedy = converse(service)) {
      assertThat(pool.workerCount()).isEqualTo(2);

      greedy.say(new Letter.Replacing(ticket, workers, 2, 2));

      assertThatThrownBy(greedy::read).isInstanceOf(IOException.class);
      assertThat(pool.submit(n -> n + 1, 1).join()).isEqualTo(2);
    }
  }

  @Test
  void workersInPlaceOfOthersComeWithTheSecretOfThose() throws IOException {
    try (PoolService service = start(ServiceOptions.named("lab"));
        Conversation first = converse(service);
        Conversation second = converse(service)) {
      first.say(new Letter.Opening(1, "node", "first", 0));
      Letter.Ready ready = (Letter.Ready) first.read();

      second.say(new Letter.Replacing(ready.ticket(), 1, 2, 2));

      Letter.Ready more = (Letter.Ready) second.read();
      assertThat(more.workers()).isOne();
      assertThat(more.secret()).isEqualTo(ready.secret());
    }
  }

  private static Conversation converse(PoolService service) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port(service));
    return Conversation.open(
        address, ServiceFile.read(service.file()).key(), Duration.ofSeconds(30));
  }

  @Test
  void strangersDoNotKeepClientsOut() throws IOException {
    try (PoolService service = start(ServiceOptions.named("lab"));
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), port(service));
        Socket loud = new Socket(InetAddress.getLoopbackAddress(), port(service))) {
      loud.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

      try (MpiPoolExecutor pool = client("lab")) {
        assertThat(pool.submit(n -> n + 1, 1).join()).isEqualTo(2);
      }
      assertThat(loud.getInputStream().readAllBytes()).isEmpty();
      assertThat(silent.isConnected()).isTrue();
    }
  }

  private static int port(PoolService service) {
    return Integer.parseInt(service.address().replaceFirst(".*:", ""));
  }

  @Test
  void aPoolCannotHaveBothAServiceAndABackend() {
    assertThatThrownBy(() -> builder().service("lab").backend("threads").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("RP-109", "lab", "threads");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a/b", "..", "a:1"})
  void namesThatCannotBeFoundAreRefused(String name) {
    assertThatThrownBy(() -> ServiceOptions.named(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-108");
  }

  @ParameterizedTest
  @CsvSource({"nowhere", "host:", ":80", "host:port", "host:70000"})
  void addressesThatAreNoneAreRefused(String where) {
    assertThatThrownBy(() -> ServiceOptions.named("lab").bind(where))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-108");
  }

  @Test
  void nobodyCanBeServedByLessThanOnePlace() {
    assertThatThrownBy(() -> ServiceOptions.named("lab").clients(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("RP-108");
  }
}
