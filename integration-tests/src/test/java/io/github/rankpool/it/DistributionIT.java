package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.testkit.TestProcess;
import io.github.rankpool.testkit.Watchdog;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The archive as its users have it: unpacked into a path with blanks, read-only, and run by a user
 * who owns nothing of it, if the tests run as root.
 */
@ExtendWith(Watchdog.class)
class DistributionIT {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

  /** To a file: neither to another site nor within the page. */
  private static final Pattern LINK = Pattern.compile("]\\((?!\\w+:|#)([^)#\\s]+)(?:#[^)]*)?\\)");

  private static final String NOBODY = "65534";

  @TempDir private static Path folder;

  private static Path home;
  private static Path scratch;

  @BeforeAll
  static void unpackReadOnly() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    scratch = Files.createDirectory(folder.resolve("scratch"));
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxrwxrwx"));
    Path target = Files.createDirectory(folder.resolve("a path with blanks"));
    run("tar", "-xzf", Built.file("distribution", ".tar.gz").toString(), "-C", target.toString());
    run("chmod", "-R", "a-w", target.toString());
    try (Stream<Path> roots = Files.list(target)) {
      home = roots.collect(Collectors.toList()).get(0);
    }
  }

  @AfterAll
  static void makeDeletable() {
    run("chmod", "-R", "u+w", folder.toString());
  }

  private static void run(String... command) {
    TestProcess.command(command).run().assertClean();
  }

  /** The command rankpool, run by somebody else. */
  private static TestProcess.Builder rankpool(String... words) {
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(
          List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--"));
    }
    command.addAll(List.of("env", "TMPDIR=" + scratch, "HOME=/nonexistent"));
    command.add(home.resolve("bin/rankpool").toString());
    command.addAll(List.of(words));
    return TestProcess.command(command)
        .directory(home)
        .environment("JAVA_HOME", System.getProperty("java.home"))
        .environment("RANKPOOL_JAVA_OPTS", "");
  }

  private static List<Path> jars() throws IOException {
    return jarsIn("lib");
  }

  private static List<Path> jarsIn(String name) throws IOException {
    try (Stream<Path> files = Files.list(home.resolve(name))) {
      return files.filter(Files::isRegularFile).sorted().collect(Collectors.toList());
    }
  }

  private static List<Path> allJars() throws IOException {
    List<Path> all = new ArrayList<>(jars());
    all.addAll(jarsIn("lib/metrics"));
    return all;
  }

  private static Set<String> names(List<Path> jars) {
    return jars.stream()
        .map(jar -> jar.getFileName().toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void versionTellsThatOfTheArchive() {
    TestProcess.Result result = rankpool("version").run().assertClean();

    String version = String.valueOf(home.getFileName()).replaceFirst("-", " ");
    assertThat(result.output()).startsWith(version + "\n").contains("java: ", "threads: ");
  }

  @Test
  @RequiresBackend("mpj")
  void theDoctorFindsThatMpjWorks() {
    TestProcess.Result result = rankpool("doctor", "--backend", "mpj").run().assertClean();

    assertThat(result.output()).contains("mpj works", "Programs can use: mpj\n");
  }

  /**
   * What bin/setup has made is in the home of the user who did; here it is where all can read it.
   */
  @Test
  @RequiresBackend("openmpi")
  void theDoctorFindsThatOpenMpiWorks() throws IOException {
    String found = Backends.availability("openmpi").detail();
    Path jar = Path.of(found.substring(found.lastIndexOf(", ") + 2));
    Path readable = Files.copy(jar, scratch.resolve("mpi.jar"));
    Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("r--r--r--"));

    TestProcess.Result result =
        rankpool("doctor", "--backend", "openmpi")
            .environment("RANKPOOL_OPENMPI_JAR", readable.toString())
            .run()
            .assertClean();

    assertThat(result.output()).contains("openmpi works", "Programs can use: openmpi\n");
  }

  @Test
  void theExamplesRunFromTheirJarAndFromTheirSource() throws IOException {
    Path jar =
        jars().stream().filter(file -> file.toString().contains("examples")).findFirst().get();
    String pi = "io.github.rankpool.examples.Pi";

    TestProcess.Result fromJar =
        rankpool("run", "-J-Xmx256m", "-cp", jar.toString(), "-m", pi)
            .environment("RANKPOOL_BACKEND", "threads")
            .run();
    TestProcess.Result fromSource =
        rankpool("run", "examples/src/main/java/io/github/rankpool/examples/FirstSteps.java")
            .environment("RANKPOOL_BACKEND", "threads")
            .run();

    assertThat(fromJar.assertClean().output()).contains("3.14");
    assertThat(fromSource.assertClean().output()).contains("hello from process", "25\n");
  }

  @Test
  void metersAreServedByJarsThatNeitherProgramsNorWorkersSee() throws Exception {
    String code =
        """
        SerializableCallable<String> look = () -> {
          try {
            return Class.forName("io.micrometer.core.instrument.MeterRegistry").getName();
          } catch (ClassNotFoundException e) {
            return "none";
          }
        };
        try (MpiPoolExecutor pool = MpiPoolExecutor.create()) {
          System.out.println("here " + look.call() + ", there " + pool.submit(look).get());
          while (!Files.exists(Path.of(args[0]))) {
            Thread.sleep(20);
          }
        }
        """;
    Path stop = scratch.resolve("stop");
    List<String> options = List.of("--metrics-port", "0", "--backend=threads", "--workers=1");
    List<String> words = new ArrayList<>(List.of("run"));
    words.addAll(options);
    words.addAll(List.of("-c", code, stop.toString()));

    try (TestProcess program = rankpool(words.toArray(String[]::new)).start()) {
      program.awaitOutput("there ");
      assertThat(MetricsPortIT.scrape(program)).contains("rankpool_tasks_total{");
      Files.createFile(stop);

      assertThat(program.await().assertClean().output()).contains("here none, there none\n");
    }
    assertThat(names(jarsIn("lib/metrics")))
        .anyMatch(name -> name.startsWith("micrometer-registry-prometheus-"))
        .doesNotContainAnyElementsOf(names(jars()));
  }

  @Test
  void nothingOfTheArchiveCanBeWrittenTo() {
    TestProcess.Result result =
        rankpool("run", "-c", "System.out.println(Files.isWritable(Path.of(args[0])));", home + "")
            .environment("RANKPOOL_BACKEND", "threads")
            .run();

    assertThat(result.assertClean().output()).contains("false\n").doesNotContain("true\n");
  }

  @Test
  void everyJarIsAModuleWithANameOfItsOwnAndNoneSharesAPackage() throws IOException {
    for (Path file : jars()) {
      try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, Runtime.version())) {
        boolean named =
            jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name") != null
                || jar.getJarEntry("module-info.class") != null;
        assertThat(named).as(file.toString()).isTrue();
      }
    }
    ModuleFinder modules = ModuleFinder.of(home.resolve("lib"));
    Set<String> names =
        modules.findAll().stream()
            .map((ModuleReference module) -> module.descriptor().name())
            .collect(Collectors.toSet());
    assertThat(names).hasSameSizeAs(jars()).contains("io.github.rankpool");

    // Throws if two modules have the same package.
    Configuration resolved =
        ModuleLayer.boot().configuration().resolve(modules, ModuleFinder.of(), names);

    assertThat(resolved.modules()).hasSameSizeAs(names);
  }

  @Test
  void theNoticesNameEveryJarOfOthersWithItsLicence() throws IOException {
    Matcher notices =
        Pattern.compile(
                "(?m)^(\\S+\\.jar)\\n"
                    + ".+\\n"
                    + ".+\\n"
                    + " {2}licence +(Apache-2.0|BSD-2-Clause, or CC0-1.0|MIT)$")
            .matcher(Files.readString(home.resolve("THIRD-PARTY.txt")));
    Set<String> noticed =
        notices.results().map(match -> match.group(1)).collect(Collectors.toSet());

    Set<String> others = names(allJars());
    others.removeIf(name -> name.startsWith("rankpool-"));
    assertThat(noticed).isNotEmpty().isEqualTo(others);
    assertThat(home.resolve("LICENSE")).content().contains("Apache License");
  }

  @Test
  void theBillOfMaterialsListsEveryJar() throws IOException {
    String bill = Files.readString(home.resolve("sbom.cdx.json"));

    for (String name : names(allJars())) {
      Matcher parts = JAR.matcher(name);
      assertThat(parts.matches()).as(name).isTrue();
      assertThat(bill).contains("/" + parts.group(1) + "@" + parts.group(2) + "?type=jar\"");
    }
    assertThat(bill).contains("\"bomFormat\" : \"CycloneDX\"").doesNotContain("mpi-java");
  }

  @Test
  void whatPagesLinkToIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        Path target = page.resolveSibling(link.group(1));
        if (!Files.exists(target)) {
          missing.add(home.relativize(page) + ": " + link.group(1));
        }
      }
    }

    assertThat(missing).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  @Test
  void zipAndTarHoldTheSame() throws Exception {
    Set<String> unpacked;
    Path root = home.resolveSibling("");
    try (Stream<Path> files = Files.walk(home)) {
      unpacked =
          files
              .filter(Files::isRegularFile)
              .map(file -> root.relativize(file).toString())
              .collect(Collectors.toSet());
    }
    try (ZipFile zip = new ZipFile(Built.file("distribution", ".zip").toFile())) {
      assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
          .containsExactlyInAnyOrderElementsOf(unpacked);
    }
  }

  @Test
  void theCompletionScriptCompletesCommandsAndOptions() {
    String script = home.resolve("share/bash-completion/completions/rankpool").toString();
    String complete =
        """
        source "$1"
        COMP_WORDS=(rankpool doctor --ba); COMP_CWORD=2; COMP_LINE='rankpool doctor --ba'
        COMP_POINT=${#COMP_LINE}
        _complete_rankpool 2> /dev/null # compopt works at a prompt only
        printf '%s\\n' "${COMPREPLY[@]}"
        """;

    TestProcess.Result result =
        TestProcess.command("bash", "-c", complete, "bash", script).run().assertClean();

    assertThat(result.output().lines().map(String::strip)).containsExactly("--backend");
  }
}
