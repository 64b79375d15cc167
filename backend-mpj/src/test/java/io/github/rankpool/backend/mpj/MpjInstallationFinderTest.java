package io.github.rankpool.backend.mpj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for MPJ Express, in surroundings made for the test: no MPJ Express is needed. */
class MpjInstallationFinderTest {
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Set<String> resources = new HashSet<>(Set.of(FileChecks.LOGGER));
  private Path folder;
  private Path system;
  private Path systemLog4j;

  @BeforeEach
  void nameSystemFolders(@TempDir Path temporary) {
    folder = temporary;
    system = folder.resolve("system");
    systemLog4j = folder.resolve("log4j-1.2.jar");
  }

  @Test
  void nothingThereIsReportedWithWhatToInstall() {
    assertUnusable(this::find, "no MPJ Express found", "libmpj-java");
  }

  @Test
  void theSystemsIsFoundWithItsVersion() throws Exception {
    home(system);
    MpjInstallation found = find();
    assertThat(found.home()).isEqualTo(system);
    assertThat(found.jars()).containsExactly(lib(system, "mpj.jar"), lib(system, "smpdev.jar"));
    assertThat(found.version()).isEqualTo("0.44");
    assertThat(found).hasToString("MPJ Express 0.44, " + system);
  }

  @Test
  void itNeedsNoConfigurationFile() throws Exception {
    home(system);
    Files.delete(system.resolve("conf").resolve("mpjexpress.conf"));
    assertThat(find().version()).isEqualTo("unknown");
  }

  @Test
  void settingsComeFirst() throws Exception {
    home(system);
    Path own = home(folder.resolve("own"));
    variables.put(MpjInstallation.HOME_VARIABLE, own.toString());
    assertThat(find().home()).isEqualTo(own);
    Path first = home(folder.resolve("first"));
    properties.put(MpjInstallation.HOME_PROPERTY, first.toString());
    assertThat(find().home()).isEqualTo(first);
  }

  @Test
  void aWrongSettingIsRefusedNotPassedOver() throws Exception {
    home(system);
    for (String wrong : List.of("/nonexistent", folder.toString(), "\0")) {
      properties.put(MpjInstallation.HOME_PROPERTY, wrong);
      assertUnusable(this::find, "-D" + MpjInstallation.HOME_PROPERTY, "remove the setting");
    }
    properties.clear();
    variables.put(MpjInstallation.HOME_VARIABLE, folder.toString());
    assertUnusable(this::find, MpjInstallation.HOME_VARIABLE + " is set", "remove the setting");
  }

  @Test
  void blankSettingsAreNone() throws Exception {
    home(system);
    properties.put(MpjInstallation.HOME_PROPERTY, "");
    variables.put(MpjInstallation.HOME_VARIABLE, " ");
    assertThat(find().home()).isEqualTo(system);
  }

  @Test
  void openMpisJarIsToldFromMpjs() throws IOException {
    home(system);
    jar(lib(system, "mpj.jar"), Map.of("mpi/MPI.class", "", "mpi/Message.class", ""));
    assertUnusable(this::find, "the bindings of Open MPI", "libmpj-java");
  }

  @Test
  void olderVersionsGarbageAndMissingJarsAreRefused() throws IOException {
    home(system);
    jar(lib(system, "mpj.jar"), Map.of(FileChecks.NIO_DEVICE, "#Peer Information"));
    assertUnusable(this::find, "older than MPJ Express 0.44", "libmpj-java");
    Files.writeString(lib(system, "mpj.jar"), "garbage");
    assertUnusable(this::find, "not a jar file", "libmpj-java");
    home(system);
    Files.delete(lib(system, "smpdev.jar"));
    assertUnusable(this::find, "smpdev.jar (no such file)", "libmpj-java");
    jar(lib(system, "smpdev.jar"), Map.of("other", ""));
    assertUnusable(this::find, "it has no " + FileChecks.SMP_DEVICE, "libmpj-java");
  }

  @Test
  void log4jIsSearchedBesideMpjAndInTheSystemIfTheModuleHasNone() throws Exception {
    home(system);
    resources.clear();
    assertUnusable(this::find, "no log4j 1.2", "reload4j");
    jar(systemLog4j, Map.of(FileChecks.LOGGER, ""));
    assertThat(find().jars()).hasSize(3).contains(systemLog4j);
    Path beside = lib(system, "log4j-1.2.11.jar");
    Files.writeString(beside, "garbage");
    assertThat(find().jars()).contains(systemLog4j);
    jar(beside, Map.of(FileChecks.LOGGER, ""));
    assertThat(find().jars()).hasSize(3).contains(beside);
  }

  private MpjInstallation find() throws NotUsableException {
    return new MpjInstallationFinder(
            new Surroundings(
                properties::get,
                variables::get,
                resources::contains,
                List.of(system),
                List.of(systemLog4j)))
        .find();
  }

  private static void assertUnusable(ThrowingCallable search, String reason, String remedy) {
    assertThatThrownBy(search)
        .isInstanceOfSatisfying(
            NotUsableException.class,
            e -> {
              assertThat(e.reason()).contains(reason);
              assertThat(e.remedy()).contains(remedy);
              assertThat(e.asMpiException())
                  .hasMessageStartingWith("RP-360: ")
                  .hasMessageContainingAll(reason, remedy);
            });
  }

  private static Path home(Path home) throws IOException {
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(home.resolve("conf"));
    jar(lib(home, "mpj.jar"), Map.of(FileChecks.NIO_DEVICE, FileChecks.SINCE_0_44));
    jar(lib(home, "smpdev.jar"), Map.of(FileChecks.SMP_DEVICE, ""));
    Files.writeString(
        home.resolve("conf").resolve("mpjexpress.conf"), "#Version\nmpjexpress.version=0.44\n");
    return home;
  }

  private static Path lib(Path home, String name) {
    return home.resolve("lib").resolve(name);
  }

  private static void jar(Path file, Map<String, String> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.ISO_8859_1));
        zip.closeEntry();
      }
    }
  }
}
