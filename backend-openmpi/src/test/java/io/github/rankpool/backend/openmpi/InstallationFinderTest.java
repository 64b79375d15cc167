package io.github.rankpool.backend.openmpi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search for Open MPI, in surroundings made for the test: no Open MPI is needed. */
class InstallationFinderTest {
  private static final String MESSAGE_FUNCTION = "Java_mpi_Message_imRecv";
  private static final String VERSION_FUNCTION = "Java_mpi_MPI_getLibVersionJNI";

  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private Path folder;
  private Path system;

  @BeforeEach
  void makeSystemFolder(@TempDir Path temporary) throws IOException {
    folder = temporary;
    system = Files.createDirectory(folder.resolve("system"));
  }

  @Test
  void nothingThereIsReportedWithWhatToInstall() {
    assertUnusable(this::find, "no mpi.jar of Open MPI found", "bin/setup");
  }

  @Test
  void aJarWithoutTheLibraryIsReportedWithWhatToInstall() throws IOException {
    openMpiJar(system.resolve("mpi.jar"));
    assertUnusable(this::find, "no libmpi_java of Open MPI found", "libopenmpi3");
  }

  @Test
  void filesInTheSystemFoldersAreFound() throws Exception {
    Path jar = openMpiJar(system.resolve("mpi.jar"));
    Path library = library(system.resolve("libmpi_java.so.40"));
    Installation found = find();
    assertThat(found.jar()).isEqualTo(jar);
    assertThat(found.library()).isEqualTo(library);
    assertThat(found.toString()).contains(library.toString(), jar.toString());
  }

  @Test
  void settingsComeFirst() throws Exception {
    openMpiJar(system.resolve("mpi.jar"));
    library(system.resolve("libmpi_java.so"));
    Path jar = openMpiJar(folder.resolve("named.jar"));
    Path library = library(folder.resolve("named.so"));
    variables.put(Installation.JAR_VARIABLE, jar.toString());
    properties.put(Installation.LIBRARY_PROPERTY, library.toString());
    assertThat(find().jar()).isEqualTo(jar);
    assertThat(find().library()).isEqualTo(library);
    Path first = openMpiJar(folder.resolve("first.jar"));
    properties.put(Installation.JAR_PROPERTY, first.toString());
    assertThat(find().jar()).isEqualTo(first);
  }

  @Test
  void theJarOnTheClassPathComesBeforeTheSystems() throws Exception {
    openMpiJar(system.resolve("mpi.jar"));
    library(system.resolve("libmpi_java.so"));
    Path jar = openMpiJar(folder.resolve("mpi-java-4.jar"));
    properties.put("java.class.path", folder.resolve("app.jar") + File.pathSeparator + jar);
    assertThat(find().jar()).isEqualTo(jar);
  }

  @Test
  void theFilesBesideMpiexecAreFound() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("opt").resolve("bin"));
    Path lib = Files.createDirectories(folder.resolve("opt").resolve("lib"));
    Path mpiexec = Files.createFile(bin.resolve("mpiexec"));
    assertThat(mpiexec.toFile().setExecutable(true)).isTrue();
    variables.put("PATH", bin.toString());
    Path jar = openMpiJar(lib.resolve("mpi.jar"));
    library(lib.resolve("libmpi_java.so"));
    assertThat(find().jar()).isEqualTo(jar);
  }

  @Test
  void theJarThatSetupMakesIsFound() throws Exception {
    variables.put("HOME", folder.toString());
    Path own = folder.resolve(Path.of(".local", "share", "rankpool", "openmpi", "mpi.jar"));
    Files.createDirectories(own.getParent());
    openMpiJar(own);
    library(system.resolve("libmpi_java.so.40"));
    assertThat(find().jar()).isEqualTo(own);
  }

  @Test
  void anotherMpisJarIsPassedOverAndNamed() throws Exception {
    Path other = jar(folder.resolve("mpi.jar"), "mpi/MPI.class", "mpi/Comm.class");
    properties.put("java.class.path", other.toString());
    assertUnusable(this::find, "MPJ Express", "bin/setup");
    Path jar = openMpiJar(system.resolve("mpi.jar"));
    library(system.resolve("libmpi_java.so.40"));
    assertThat(find().jar()).isEqualTo(jar);
  }

  @Test
  void aWrongSettingIsRefusedNotPassedOver() throws Exception {
    openMpiJar(system.resolve("mpi.jar"));
    library(system.resolve("libmpi_java.so"));
    for (String wrong : List.of("/nonexistent/mpi.jar", folder.toString(), "\0")) {
      properties.put(Installation.JAR_PROPERTY, wrong);
      assertUnusable(this::find, "-D" + Installation.JAR_PROPERTY, "Correct");
    }
    properties.clear();
    Path garbage = Files.writeString(folder.resolve("garbage"), "no jar, no library");
    variables.put(Installation.JAR_VARIABLE, garbage.toString());
    assertUnusable(this::find, Installation.JAR_VARIABLE, "Correct");
    variables.clear();
    properties.put(Installation.LIBRARY_PROPERTY, garbage.toString());
    assertUnusable(this::find, "-D" + Installation.LIBRARY_PROPERTY, "Correct");
  }

  @Test
  void garbageInTheUsualPlacesIsPassedOverAndNamed() throws Exception {
    Path garbage = Files.writeString(system.resolve("mpi.jar"), "garbage");
    assertUnusable(this::find, garbage + " (not a jar file)", "bin/setup");
  }

  @Test
  void jarAndLibraryOfDifferentVersionsAreRefused() throws Exception {
    openMpiJar(system.resolve("mpi.jar"));
    Files.writeString(system.resolve("libmpi_java.so"), MESSAGE_FUNCTION);
    assertUnusable(this::find, "different versions", "bin/setup");
  }

  private Installation find() throws NotUsableException {
    return new InstallationFinder(
            new Surroundings(properties::get, variables::get, List.of(system)))
        .find();
  }

  private static void assertUnusable(ThrowingCallable search, String reason, String remedy) {
    assertThatThrownBy(search)
        .isInstanceOfSatisfying(
            NotUsableException.class,
            e -> {
              assertThat(e.reason()).contains(reason);
              assertThat(e.remedy()).contains(remedy);
            });
  }

  private static Path openMpiJar(Path file) throws IOException {
    return jar(
        file,
        "mpi/MPI.class",
        "mpi/Message.class",
        "mpi/Count.class",
        "mpi/Intracomm.class",
        "mpi/Version.class");
  }

  private static Path jar(Path file, String... entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.closeEntry();
      }
    }
    return file;
  }

  private static Path library(Path file) throws IOException {
    return Files.writeString(file, "\177ELF " + MESSAGE_FUNCTION + "\0" + VERSION_FUNCTION);
  }
}
