package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rankpool.examples.Julia;
import io.github.rankpool.testkit.TestProcess;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The jar of the examples with the jars that its manifest names, and the script {@code rankpool}
 * with those it needs: the distribution, as far as the examples go.
 */
final class Installation {
  private static final Path SCRIPT = Path.of("../distribution/src/main/bin/rankpool");
  private static final List<String> JARS_OF_THE_COMMAND =
      List.of("rankpool-cli-", "rankpool-report-", "picocli-");

  private final Path home;
  private final Path examples;

  private Installation(Path home, Path examples) {
    this.home = home;
    this.examples = examples;
  }

  /** Copies what is on this test's class path. */
  static Installation in(Path home) throws IOException, URISyntaxException {
    Path jar = Path.of(Julia.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path lib = Files.createDirectories(home.resolve("lib"));
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.copy(SCRIPT, bin.resolve("rankpool"), StandardCopyOption.COPY_ATTRIBUTES);
    List<String> names = new ArrayList<>(neighbours(jar));
    for (Path entry : classPath()) {
      String name = String.valueOf(entry.getFileName());
      boolean wanted = names.remove(name);
      if (wanted || entry.equals(jar) || JARS_OF_THE_COMMAND.stream().anyMatch(name::startsWith)) {
        Files.copy(entry, lib.resolve(name));
      }
    }
    assertThat(names).as("named in the manifest, but not there").isEmpty();
    return new Installation(home, lib.resolve(String.valueOf(jar.getFileName())));
  }

  private static List<String> neighbours(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      String names = file.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return List.of(names.split(" ", -1));
    }
  }

  private static List<Path> classPath() {
    String entries = System.getProperty("java.class.path");
    return Arrays.stream(entries.split(File.pathSeparator, -1)).map(Path::of).toList();
  }

  /** The jar of the examples as a program. */
  Way.Program program() {
    return new Way.Program(
        List.of(TestProcess.javaExecutable(), "-jar", examples + ""),
        List.of(home.resolve("bin/rankpool").toString(), "run", examples.toString()),
        List.of(
            TestProcess.javaExecutable(),
            "-cp",
            jars(),
            "io.github.rankpool.cli.Main",
            "run",
            examples.toString()));
  }

  /** One by one: MPJ's launcher does not know {@code lib/*}. */
  private String jars() {
    try (Stream<Path> jars = Files.list(home.resolve("lib"))) {
      return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes a jar away. */
  void remove(String module) throws IOException {
    String version = String.valueOf(examples.getFileName()).substring("rankpool-examples".length());
    Files.deleteIfExists(home.resolve("lib").resolve(module + version));
  }
}
