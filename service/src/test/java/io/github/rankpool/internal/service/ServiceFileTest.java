package io.github.rankpool.internal.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rankpool.spi.MpiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceFileTest {
  private static final String ORIGIN = "RANKPOOL_SERVICE";

  /** The largest that Linux gives is smaller. */
  private static final long NO_PROCESS = 1L << 30;

  private final Path folder;

  ServiceFileTest(@TempDir Path folder) {
    this.folder = folder.resolve("not/there/yet");
  }

  private static ServiceFile of(String name, String host, int port, long pid) {
    return new ServiceFile(
        name, host, port, ServiceAddress.thisMachine(), pid, ServiceKey.random());
  }

  private ServiceFile written(String name, String host, int port) throws IOException {
    ServiceFile file = of(name, host, port, ProcessHandle.current().pid());
    file.write(folder.resolve(name));
    return file;
  }

  private ServiceAddress found(String where) {
    return ServiceAddress.find(where, ORIGIN, folder, null);
  }

  @Test
  void aFileIsReadAsItWasWrittenAndItsOwnerAloneCan() throws IOException {
    ServiceFile file = written("lab", "node17", 4711);
    Path path = folder.resolve("lab");

    ServiceFile read = ServiceFile.read(path);
    assertThat(read).usingRecursiveComparison().isEqualTo(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining("glob:**/lab");
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void theKeyIsNotShown() throws IOException {
    ServiceFile file = written("lab", "node17", 4711);

    assertThat(file.toString()).doesNotContain(file.key().toText());
    assertThat(file.key().toString()).doesNotContain(file.key().toText());
  }

  @Test
  void aFileThatOthersCanReadIsRefused() throws IOException {
    written("lab", "node17", 4711);
    Files.setPosixFilePermissions(
        folder.resolve("lab"), PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(() -> found("lab"))
        .isInstanceOf(MpiException.class)
        .hasMessageContainingAll("RP-703", "rw-r-----", "chmod 600");
  }

  @ParameterizedTest
  @ValueSource(strings = {"key=[0-9a-f]*", "key=..", "port=[0-9]*", "host=node17", "pid=[0-9]*"})
  void aFileThatDoesNotSayAllIsRefused(String without) throws IOException {
    written("lab", "node17", 4711);
    Path path = folder.resolve("lab");
    Files.writeString(path, Files.readString(path).replaceFirst(without, ""));

    assertThatThrownBy(() -> found("lab"))
        .isInstanceOf(MpiException.class)
        .hasMessageContainingAll("RP-703", path.toString());
  }

  @Test
  void aServiceIsFoundByItsName() throws IOException {
    written("lab", "127.0.0.1", 4711);

    assertThat(found("lab").address().getPort()).isEqualTo(4711);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1:4711", "localhost:4711", "LOCALHOST:4711"})
  void aServiceIsFoundByWhereItListens(String where) throws IOException {
    written("other", "127.0.0.1", 4712);
    ServiceFile file = written("lab", "127.0.0.1", 4711);

    assertThat(found(where).file()).usingRecursiveComparison().isEqualTo(file);
  }

  @Test
  void otherFilesInTheFolderDoNotKeepFromFindingIt() throws IOException {
    of("alpha", "127.0.0.1", 4711, NO_PROCESS).write(folder.resolve("alpha"));
    Files.copy(folder.resolve("alpha"), folder.resolve("broken"));
    Files.setPosixFilePermissions(
        folder.resolve("broken"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(folder.resolve("broken"), "name=\\u12");
    written("lab", "127.0.0.1", 4711);

    assertThat(found("127.0.0.1:4711").file().name()).isEqualTo("lab");
  }

  @Test
  void aServiceBehindATunnelIsFoundWithACopyOfItsFile() throws IOException {
    ServiceFile file = written("lab", "node17", 4711);

    ServiceAddress address =
        ServiceAddress.find("localhost:9000", ORIGIN, folder.resolve("no"), folder.resolve("lab"));
    assertThat(address.address().getPort()).isEqualTo(9000);
    assertThat(address.key().toText()).isEqualTo(file.key().toText());
  }

  @Test
  void whereThereIsNoServiceOfTheNameThoseThatAreThereAreNamed() throws IOException {
    written("lab", "node17", 4711);

    assertThatThrownBy(() -> found("lap"))
        .hasMessageContainingAll("RP-702", "'lap'", ORIGIN, "There are: lab", "rankpool serve");
  }

  @Test
  void whereThereIsNoServiceAtAllThatIsSaid() {
    assertThatThrownBy(() -> found("lab"))
        .hasMessageContainingAll("RP-702", "No service has left its file");
    assertThatThrownBy(() -> found("node17:4711"))
        .hasMessageContainingAll("RP-702", "node17:4711", "RANKPOOL_SERVICE_KEY");
  }

  @Test
  void aFileThatWasLeftBehindIsRecognized() throws IOException {
    of("lab", "127.0.0.1", 4711, NO_PROCESS).write(folder.resolve("lab"));

    assertThatThrownBy(() -> found("lab"))
        .hasMessageContainingAll("RP-702", "has ended", "rankpool serve --name lab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "../lab", ".hidden", "two words", "lab:", "lab:port"})
  void whatIsNoNameIsNotLookedFor(String name) {
    assertThatThrownBy(() -> found(name)).hasMessageContainingAll("RP-701", ORIGIN);
  }
}
