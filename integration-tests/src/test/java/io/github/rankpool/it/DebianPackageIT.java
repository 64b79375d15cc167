package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The package that {@code bin/deb} makes of the archive, unpacked without installing it. */
@ExtendWith(Watchdog.class)
class DebianPackageIT {
  @TempDir private static Path folder;

  private static Path archive;
  private static Path deb;

  @BeforeAll
  static void makeIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")), "there is no dpkg-deb here");
    Path built = Built.file("distribution", ".tar.gz");
    archive = Files.copy(built, folder.resolve(built.getFileName()));
    deb = Path.of(output("../bin/deb", archive + "").strip());
  }

  private static String output(String... command) {
    return TestProcess.command(command).run().assertClean().output();
  }

  @Test
  void itsFieldsTellVersionAndWhatItNeeds() {
    String version = output("dpkg-deb", "--field", deb + "", "Version").strip();

    assertThat(archive.getFileName() + "")
        .isEqualTo("rankpool-" + version.replace('~', '-') + ".tar.gz");
    assertThat(deb.getFileName() + "").isEqualTo("rankpool_" + version + "_all.deb");
    assertThat(output("dpkg-deb", "--field", deb + "", "Depends").strip())
        .isEqualTo("default-jre-headless (>= 2:1.17) | java17-runtime-headless");
  }

  @Test
  void allOfItIsRootsAndWhereDebianWantsIt() {
    List<String> lines = output("dpkg-deb", "--contents", deb + "").lines().toList();

    assertThat(lines).allMatch(line -> line.contains(" root/root "));
    assertThat(lines.stream().map(line -> line.replaceFirst(".* \\./", "")))
        .contains(
            "usr/bin/rankpool -> ../share/rankpool/bin/rankpool",
            "usr/share/bash-completion/completions/rankpool",
            "usr/share/doc/rankpool/copyright",
            "usr/share/doc/rankpool/docs/guide.md",
            "usr/share/man/man1/rankpool.1.gz");
  }

  @Test
  void unpackedItRuns() {
    Path root = folder.resolve("root");
    output("dpkg-deb", "--extract", deb + "", root + "");
    String rankpool = root.resolve("usr/bin/rankpool").toString();

    assertThat(output(rankpool, "version")).startsWith("rankpool ").contains("threads: ");
    assertThat(output(rankpool, "doctor", "--backend", "threads"))
        .contains("Programs can use: threads\n");
  }

  @Test
  void anotherTimeZoneAndMaskGiveTheSameBytes() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path copy = Files.copy(archive, other.resolve(archive.getFileName()));

    TestProcess.command("bash", "-c", "umask 077; ../bin/deb \"$1\"", "bash", copy + "")
        .environment("TZ", "Pacific/Auckland")
        .run()
        .assertClean();

    assertThat(other.resolve(deb.getFileName())).hasSameBinaryContentAs(deb);
  }
}
