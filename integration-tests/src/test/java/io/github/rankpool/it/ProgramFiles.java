package io.github.rankpool.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** One program in all the forms that {@code rankpool run} takes. */
final class ProgramFiles {
  static final String MAIN_CLASS = "org.example.Prog";

  private static final String IMPORTS =
      "import io.github.rankpool.*; import java.util.*; import java.util.concurrent.*;\n";

  private final Path folder;

  /**
   * Writes into a folder.
   *
   * @param folder for sources, classes and jars
   */
  ProgramFiles(Path folder) {
    this.folder = folder;
  }

  /** Writes statements. */
  Path statements(String statements) throws IOException {
    return Files.writeString(folder.resolve("statements"), statements);
  }

  /** Writes a source file whose class has the statements in its main method. */
  Path source(String statements) throws IOException {
    return Files.writeString(
        folder.resolve("Prog.java"),
        "package org.example;\n"
            + IMPORTS
            + "public class Prog { public static void main(String[] args) throws Exception {\n"
            + statements
            + "\n}}\n");
  }

  /** Compiles the source file; returns the folder of the classes. */
  Path classes(String statements) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString());
    Stream<String> words = Stream.concat(arguments.stream(), Stream.of(source(statements) + ""));
    int status =
        ToolProvider.getSystemJavaCompiler().run(null, null, null, words.toArray(String[]::new));
    assertThat(status).isZero();
    return classes;
  }

  /** Makes a jar that names the class as the one to start. */
  Path jar(String statements) throws IOException {
    Path classes = classes(statements);
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, MAIN_CLASS);
    Path file = folder.resolve("app.jar");
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest);
        Stream<Path> files = Files.walk(classes)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(each).toString()));
        Files.copy(each, jar);
      }
    }
    return file;
  }
}
