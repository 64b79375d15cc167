package io.github.rankpool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
  private static final String OPEN_JDK = "OpenJDK 64-Bit Server VM";
  private static final ArchiveKey KEY =
      new ArchiveKey(Path.of("/no/such/java"), "a.jar", "family", "family-key");

  private Path temporary;
  private Path jar;
  private OwnFolder folder;

  @BeforeEach
  void prepare(@TempDir Path empty) throws IOException {
    temporary = empty;
    jar = Files.writeString(temporary.resolve("core.jar"), "core");
    folder = new OwnFolder(temporary.resolve("cache/rankpool"), OwnFolder.self());
  }

  @Test
  void aKeyIsOfOneJvmAndItsJarsAsTheyAre() throws IOException {
    ArchiveKey key = key("17", jar);
    assertThat(key("17", jar)).isEqualTo(key);
    ArchiveKey otherJvm = key("17.0.1", jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));
    ArchiveKey newer = key("17", jar);
    assertThat(List.of(otherJvm, newer))
        .allMatch(other -> other.family().equals(key.family()))
        .noneMatch(other -> other.name().equals(key.name()));
    Path second = Files.writeString(temporary.resolve("second.jar"), "");
    assertThat(key("17", jar, second).family()).isNotEqualTo(key.family());
  }

  @Test
  void onlyTheJarsBeforeTheFirstFolderAreArchived() throws IOException {
    assertThat(key("17", jar, temporary, jar).classPath()).isEqualTo(jar.toString());
    assertThat(ArchiveKey.of(jvm(OPEN_JDK, "17", temporary, jar), jar)).isNull();
  }

  @Test
  void anUnknownJvmHasNoArchive() throws IOException {
    assertThat(ArchiveKey.of(jvm("Eclipse OpenJ9 VM", "17", jar), jar)).isNull();
  }

  @Test
  void theCacheIsWhereTheUserHasIt() {
    assertThat(OwnFolder.cache(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
        .isEqualTo(new OwnFolder(Path.of("/c/rankpool"), folder.owner()));
    assertThat(OwnFolder.cache(Map.of("HOME", "/h")))
        .isEqualTo(new OwnFolder(Path.of("/h/.cache/rankpool"), folder.owner()));
    assertThat(OwnFolder.cache(Map.of("XDG_CACHE_HOME", "relative"))).isNull();
    assertThat(OwnFolder.cache(Map.of())).isNull();
  }

  @Test
  void aFolderThatOthersCouldChangeIsRefused() throws IOException {
    assertThat(folder.create()).isTrue();
    assertThat(folder.create()).isTrue();
    UserPrincipal stranger = () -> "stranger";
    assertThat(new OwnFolder(folder.path(), stranger).create()).isFalse();
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder.path());
    assertThat(new OwnFolder(link, folder.owner()).create()).isFalse();
    permit(folder.path(), "rwxrwx---");
    assertThat(folder.create()).isFalse();
  }

  @Test
  void aWholeArchiveIsUsedAndADamagedOneIsNot() throws IOException {
    ClassArchive archive = archive();
    Path whole = made("whole");
    assertThat(archive.flags()).contains("-XX:SharedArchiveFile=" + whole);
    for (String damaged : List.of("wholf", "whol", "", "whole and more")) {
      Files.writeString(whole, damaged);
      assertThat(archive.flags()).as(damaged).isEmpty();
    }
  }

  @Test
  void anArchiveThatOthersCouldChangeIsNotUsed() throws IOException {
    ClassArchive archive = archive();
    Path file = made("whole");
    permit(file, "rw-rw----");
    assertThat(archive.flags()).isEmpty();
    permit(file, "rw-------");
    permit(folder.path(), "rwx---rwx");
    assertThat(archive.flags()).isEmpty();
  }

  @Test
  void oneProcessAtATimeMakesAnArchive() throws IOException {
    ClassArchive archive = archive();
    Path making = Files.createDirectory(folder.path().resolve("family-key.making"));
    archive.make();
    assertThat(making).isEmptyDirectory();
  }

  @Test
  void whatNobodyWillUseAgainIsRemoved() throws IOException {
    ClassArchive archive = archive();
    Path replaced = write("family-old-4.jsa", "four");
    Path abandoned = Files.createDirectory(folder.path().resolve("other-key.making"));
    Files.writeString(abandoned.resolve("new.jsa"), "half");
    Files.setLastModifiedTime(abandoned, FileTime.from(Instant.EPOCH));
    for (int i = 0; i < 10; i++) {
      Files.setLastModifiedTime(write("f" + i + "-key-4.jsa", "four"), FileTime.fromMillis(i));
    }
    // Holds off the making itself.
    Files.createDirectory(folder.path().resolve("family-key.making"));
    archive.make();
    assertThat(replaced).doesNotExist();
    assertThat(abandoned).doesNotExist();
    assertThat(folder.path().resolve("f3-key-4.jsa")).exists();
    assertThat(folder.path().resolve("f2-key-4.jsa")).doesNotExist();
  }

  @Test
  void whereNoFolderCanBeMadeThereIsNoArchiveAndNoError() throws IOException {
    ClassArchive archive = new ClassArchive(new OwnFolder(jar.resolve("x"), folder.owner()), KEY);
    archive.make();
    assertThat(archive.flags()).isEmpty();
  }

  @Test
  void theUsersOwnChoiceOfAnArchiveCounts() {
    assertThat(ClassArchive.isFreeWith(List.of("-Xmx1g", "-Dof=Xshare"))).isTrue();
    assertThat(List.of("-Xshare:off", "-XX:SharedArchiveFile=a", "-XX:AOTCache=b"))
        .noneMatch(flag -> ClassArchive.isFreeWith(List.of(flag)));
  }

  private ClassArchive archive() throws IOException {
    assertThat(folder.create()).isTrue();
    return new ClassArchive(folder, KEY);
  }

  /** Makes an archive in the way of the process that has trained for it. */
  private Path made(String content) throws IOException {
    Path fresh = write("new.jsa", content);
    String path = folder.path().resolve("family-key").toString();
    Path sealed = Path.of(path + ArchiveSeal.ending(fresh));
    ArchiveSeal.main(new String[] {fresh.toString(), path});
    assertThat(fresh).doesNotExist();
    return sealed;
  }

  private Path write(String name, String content) throws IOException {
    Path file = Files.writeString(folder.path().resolve(name), content);
    permit(file, "rw-------");
    return file;
  }

  private static void permit(Path file, String permissions) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private ArchiveKey key(String version, Path... classPath) throws IOException {
    return Objects.requireNonNull(ArchiveKey.of(jvm(OPEN_JDK, version, classPath), jar));
  }

  private static Properties jvm(String name, String version, Path... classPath) {
    Properties jvm = new Properties();
    jvm.setProperty("java.vm.name", name);
    jvm.setProperty("java.vm.version", version);
    jvm.setProperty("java.home", "/java");
    List<String> entries = Arrays.stream(classPath).map(Path::toString).toList();
    jvm.setProperty("java.class.path", String.join(":", entries));
    return jvm;
  }
}
