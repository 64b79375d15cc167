package io.github.rankpool.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/** Makes programs of what the command line names, and sees that they can be run. */
final class ProgramReader {
  private static final String STANDARD_INPUT = "-";
  private static final String WHAT_TO_GIVE =
      ". Give a jar or a .java file; a class is given as -m CLASS.";

  private final InputStream input;
  private final String defaultClassPath;

  /**
   * Reads nothing yet.
   *
   * @param input standard input
   * @param defaultClassPath where the command line gives none
   */
  ProgramReader(InputStream input, String defaultClassPath) {
    this.input = input;
    this.defaultClassPath = defaultClassPath;
  }

  /** A class on the class path. */
  Program ofClass(String name, @Nullable String classPath, List<String> arguments)
      throws RefusedException {
    return checked(Program.onClassPath(name, entries(classPath), arguments));
  }

  /** Java statements from the command line. */
  Program ofCode(String code, @Nullable String classPath, List<String> arguments)
      throws RefusedException {
    return compiled(
        SourceCompiler.ofThisJava(),
        SourceText.statements("<command line>", code),
        classPath,
        arguments);
  }

  /** A jar, a source file, or standard input. */
  Program ofFile(String name, @Nullable String classPath, List<String> arguments)
      throws RefusedException {
    if (name.equals(STANDARD_INPUT)) {
      return ofStandardInput(classPath, arguments);
    }
    Path file = existing(name);
    if (!name.endsWith(".java")) {
      return ofJar(file, classPath, arguments);
    }
    SourceText source = SourceText.file(name, read(name, file));
    return compiled(SourceCompiler.ofThisJava(), source, classPath, arguments);
  }

  private Program ofStandardInput(@Nullable String classPath, List<String> arguments)
      throws RefusedException {
    SourceCompiler compiler = SourceCompiler.ofThisJava();
    String name = "<standard input>";
    String text;
    try {
      text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RefusedException(
          "RP-602: standard input cannot be read: "
              + e.getMessage()
              + ". Give the program as a .java file, or as -c CODE.");
    }
    SourceText whole = SourceText.file(name, text);
    SourceText source = compiler.declaresMain(whole) ? whole : SourceText.statements(name, text);
    return compiled(compiler, source, classPath, arguments);
  }

  private static Path existing(String name) throws RefusedException {
    Path file;
    try {
      file = Path.of(name);
    } catch (InvalidPathException e) {
      throw new RefusedException(
          "RP-602: '" + name + "' is no name of a file: " + e.getMessage() + WHAT_TO_GIVE);
    }
    if (!Files.isRegularFile(file)) {
      throw new RefusedException(
          "RP-602: there is no file '"
              + name
              + "' in "
              + ClassPath.absolute(Path.of(""))
              + WHAT_TO_GIVE);
    }
    return file;
  }

  private static String read(String name, Path file) throws RefusedException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RefusedException(
          "RP-602: file '"
              + name
              + "' cannot be read: "
              + e.getMessage()
              + ". See that you may read it, and that it is a text.");
    }
  }

  private static Program ofJar(Path file, @Nullable String classPath, List<String> arguments)
      throws RefusedException {
    String mainClass;
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      mainClass =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
    } catch (IOException e) {
      throw new RefusedException(
          "RP-602: file '"
              + file
              + "' cannot be read as a jar: "
              + e.getMessage()
              + ". Source files are told by their ending .java.");
    }
    if (mainClass == null) {
      throw new RefusedException(
          "RP-603: the manifest of '"
              + file
              + "' names no Main-Class. Name the class: rankpool run -cp "
              + file
              + " -m Main");
    }
    // The class loader follows the manifest's Class-Path by itself, from the jar's own folder.
    List<String> entries = new ArrayList<>(List.of(ClassPath.absolute(file)));
    entries.addAll(classPath == null ? List.of() : ClassPath.parse(classPath));
    return checked(Program.onClassPath(mainClass.trim(), entries, arguments));
  }

  private Program compiled(
      SourceCompiler compiler,
      SourceText source,
      @Nullable String classPath,
      List<String> arguments)
      throws RefusedException {
    List<String> entries = entries(classPath);
    List<String> compileTime = new ArrayList<>(ownClassPath());
    compileTime.addAll(entries);
    Map<String, byte[]> classes = compiler.compile(source, compileTime);
    String mainClass =
        compiler
            .mainClass(source)
            .orElseThrow(
                () ->
                    new RefusedException(
                        "RP-605: there is no class in "
                            + source.name()
                            + ". Write one with public static void main(String[] args)."));
    return checked(new Program(mainClass, entries, classes, arguments));
  }

  /**
   * Where ranks share a JVM, its class path is the launcher's; this rank's loader has their own.
   */
  private static List<String> ownClassPath() {
    if (ProgramReader.class.getClassLoader() instanceof URLClassLoader loader) {
      return Arrays.stream(loader.getURLs())
          .map(url -> Path.of(URI.create(url + "")) + "")
          .toList();
    }
    return Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  private List<String> entries(@Nullable String classPath) throws RefusedException {
    String path = classPath != null ? classPath : defaultClassPath;
    try {
      return ClassPath.parse(path);
    } catch (InvalidPathException e) {
      throw new RefusedException(
          "RP-602: class path '"
              + path
              + "' is not valid: "
              + e.getMessage()
              + ". Give folders and jars, with '"
              + File.pathSeparator
              + "' between them.");
    }
  }

  private static Program checked(Program program) throws RefusedException {
    try (ProgramLoader loader = ProgramLoader.of(program)) {
      MainMethod.find(program, loader);
      return program;
    } catch (IOException e) {
      throw new RefusedException("RP-602: a jar cannot be closed: " + e.getMessage());
    }
  }
}
