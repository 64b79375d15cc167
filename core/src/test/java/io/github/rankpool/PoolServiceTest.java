package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.config.Settings;
import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
